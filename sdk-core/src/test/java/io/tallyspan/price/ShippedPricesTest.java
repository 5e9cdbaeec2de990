package io.tallyspan.price;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The shipped list says what its source says: arithmetic straight from the source, by none of the price book's code.
 */
class ShippedPricesTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final Map<String, Dialect> DIALECTS = Map.ofEntries(
            Map.entry("anthropic", Dialect.ANTHROPIC),
            Map.entry("aws", Dialect.BEDROCK),
            Map.entry("cerebras", Dialect.CEREBRAS),
            Map.entry("cohere", Dialect.COHERE),
            Map.entry("deepseek", Dialect.DEEPSEEK),
            Map.entry("google", Dialect.GEMINI),
            Map.entry("groq", Dialect.GROQ),
            Map.entry("mistral", Dialect.MISTRAL),
            Map.entry("openai", Dialect.OPENAI),
            Map.entry("openrouter", Dialect.OPENROUTER),
            Map.entry("together", Dialect.TOGETHER),
            Map.entry("voyageai", Dialect.VOYAGE),
            Map.entry("x-ai", Dialect.XAI));

    private static Path source() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared/prices/genai-prices-v2.json");
            if (Files.isReadable(file)) {
                return file;
            }
        }
        Assumptions.abort(
                "SKIPPED: no shared/prices/genai-prices-v2.json beside the checkout, the source is not compared");
        throw new AssertionError("aborted");
    }

    @Test
    void theShippedListIsWhatTheImporterMakesOfItsSource() throws IOException {
        String imported = GenAiPricesImporter.catalog(source(), "genai-prices-2026-08-21");
        try (InputStream shipped = PriceBook.class.getResourceAsStream("catalog.json")) {
            assertThat(new String(
                            Objects.requireNonNull(shipped, "catalog.json").readAllBytes(), UTF_8))
                    .isEqualTo(imported);
        }
    }

    @Test
    void costsAreTheSourcesArithmetic() throws IOException {
        Random random = new Random(20261123);
        List<String> differences = new ArrayList<>();
        int pairs = 0;
        for (JsonNode provider : JSON.readTree(source().toFile())) {
            Dialect dialect = DIALECTS.get(provider.path("id").asText());
            if (dialect == null) {
                continue;
            }
            for (JsonNode model : provider.path("models")) {
                String name = nameOf(model.path("match"));
                if (name == null || !firstMatch(provider, name).equals(model) || name.contains("moderation")) {
                    continue;
                }
                Map<String, BigDecimal> prices = new LinkedHashMap<>();
                long input = random.nextInt(5) == 0 ? 150_000 + random.nextInt(400_000) : random.nextInt(20_000);
                current(model.path("prices"))
                        .properties()
                        .forEach(price -> prices.put(price.getKey(), unitPrice(price.getValue(), input)));
                if (!prices.containsKey("input_mtok") || !prices.containsKey("output_mtok")) {
                    continue;
                }
                long read = random.nextLong(input + 1);
                long write = random.nextLong(input - read + 1);
                long output = random.nextInt(5_000);
                Usage usage = Usage.builder()
                        .set(Unit.INPUT_TOKENS, input)
                        .set(Unit.CACHE_READ_TOKENS, read)
                        .set(Unit.CACHE_WRITE_TOKENS, write)
                        .set(Unit.OUTPUT_TOKENS, output)
                        .build();
                BigDecimal in = prices.get("input_mtok");
                BigDecimal expected = times(in, input - read - write)
                        .add(times(prices.getOrDefault("cache_read_mtok", in), read))
                        .add(times(prices.getOrDefault("cache_write_mtok", in), write))
                        .add(times(prices.get("output_mtok"), output))
                        .add(prices.getOrDefault("requests_kcount", BigDecimal.ZERO)
                                .movePointLeft(3));
                BigDecimal ours = Prices.amount(PriceBook.shipped(), Prices.billable(dialect, name, null, usage));
                pairs++;
                if (ours == null || ours.compareTo(expected) != 0) {
                    differences.add(provider.path("id").asText() + " " + name + ": " + expected + ", ours " + ours);
                }
            }
        }
        System.out.printf(
                "prices: %d pairs of model and usage recomputed from the source, %d differ%n",
                pairs, differences.size());
        assertThat(differences).isEmpty();
        assertThat(pairs).isGreaterThan(200);
    }

    private static BigDecimal times(BigDecimal perMillion, long tokens) {
        return perMillion.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6);
    }

    private static BigDecimal unitPrice(JsonNode price, long input) {
        if (price.isNumber()) {
            return price.decimalValue();
        }
        BigDecimal value = price.path("base").decimalValue();
        for (JsonNode tier : price.path("tiers")) {
            if (input > tier.path("start").asLong()) {
                value = tier.path("price").decimalValue();
            }
        }
        return value;
    }

    /** The prices at noon of 2026-11-23. */
    private static JsonNode current(JsonNode prices) {
        if (prices.isObject()) {
            return prices;
        }
        JsonNode current = prices.path(0).path("prices");
        for (JsonNode conditional : prices) {
            JsonNode constraint = conditional.path("constraint");
            boolean started = constraint.path("start_date").asText("").compareTo("2026-11-23") <= 0;
            boolean daytime = !constraint.has("start_time")
                    || (constraint.path("start_time").asText().compareTo("12") < 0
                            && constraint.path("end_time").asText().compareTo("12") > 0);
            if (started && daytime) {
                current = conditional.path("prices");
            }
        }
        return current;
    }

    private static @Nullable String nameOf(JsonNode match) {
        if (match.has("or")) {
            for (JsonNode clause : match.path("or")) {
                String name = nameOf(clause);
                if (name != null) {
                    return name;
                }
            }
            return null;
        }
        return match.has("equals")
                ? match.path("equals").asText()
                : match.has("starts_with") ? match.path("starts_with").asText() : null;
    }

    private static JsonNode firstMatch(JsonNode provider, String name) {
        for (JsonNode model : provider.path("models")) {
            if (matches(model.path("match"), name)) {
                return model;
            }
        }
        throw new AssertionError(name);
    }

    private static boolean matches(JsonNode match, String name) {
        Map.Entry<String, JsonNode> clause = match.properties().iterator().next();
        String text = clause.getValue().asText();
        return switch (clause.getKey()) {
            case "equals" -> name.equals(text);
            case "starts_with" -> name.startsWith(text);
            case "ends_with" -> name.endsWith(text);
            case "contains" -> name.contains(text);
            case "regex" -> Pattern.compile(text).matcher(name).find();
            case "or" -> any(clause.getValue(), name);
            default -> throw new AssertionError(clause.getKey());
        };
    }

    private static boolean any(JsonNode clauses, String name) {
        for (JsonNode clause : clauses) {
            if (matches(clause, name)) {
                return true;
            }
        }
        return false;
    }
}
