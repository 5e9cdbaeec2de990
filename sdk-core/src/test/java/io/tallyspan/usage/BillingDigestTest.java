package io.tallyspan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyspan.id.Vectors;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BillingDigestTest {

    @Test
    void everyVectorHolds() throws IOException {
        List<JsonNode> vectors = Vectors.read("billing-digest-vectors.jsonl");
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(12);
        for (JsonNode vector : vectors) {
            String model = text(vector, "model");
            String tier = text(vector, "tier");
            Usage usage = usage(vector.get("usage"));
            List<UsageLine> lines = new ArrayList<>();
            if (vector.has("lines")) {
                vector.get("lines")
                        .forEach(line -> lines.add(new UsageLine(
                                line.get("line").asInt(),
                                line.get("type").asText(),
                                text(line, "model"),
                                usage(line.get("usage")))));
            }
            String name = vector.get("name").asText();
            assertThat(BillingDigest.canonicalForm(model, tier, usage, lines))
                    .as(name)
                    .isEqualTo(text(vector, "canonicalForm"));
            assertThat(BillingDigest.of(model, tier, usage, lines)).as(name).isEqualTo(text(vector, "digest"));
        }
    }

    @Test
    void zeroIsNotUnknown() {
        Usage unknown = Usage.builder().set(Unit.INPUT_TOKENS, 1).build();
        Usage zero = unknown.toBuilder().set(Unit.CACHE_READ_TOKENS, 0).build();
        assertThat(digest("m", null, zero)).isNotEqualTo(digest("m", null, unknown));
    }

    @Test
    void modelAndTierCannotBeMistakenForEachOther() {
        assertThat(digest("x", null, Usage.UNKNOWN)).isNotEqualTo(digest(null, "x", Usage.UNKNOWN));
        assertThat(digest("x\ntier y", null, Usage.UNKNOWN)).isNotEqualTo(digest("x", "y", Usage.UNKNOWN));
        assertThat(digest("", null, Usage.UNKNOWN)).isNotEqualTo(digest(null, null, Usage.UNKNOWN));
    }

    private static String digest(@Nullable String model, @Nullable String tier, Usage usage) {
        return BillingDigest.of(model, tier, usage, List.of());
    }

    private static Usage usage(JsonNode counts) {
        Usage.Builder usage = Usage.builder();
        counts.properties().forEach(entry -> {
            String name = entry.getKey();
            Unit unit = Unit.named(name);
            if (unit == null && name.startsWith(Usage.CUSTOM)) {
                usage.setCustom(
                        name.substring(Usage.CUSTOM.length()),
                        new BigDecimal(entry.getValue().asText()));
            } else if (unit == null) {
                usage.setServerTool(
                        name.substring("server_tool.".length()),
                        entry.getValue().asLong());
            } else if (unit.isFractional()) {
                usage.setFraction(unit, entry.getValue().asDouble());
            } else {
                usage.set(unit, entry.getValue().asLong());
            }
        });
        return usage.build();
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.has(field) ? node.get(field).asText() : null;
    }
}
