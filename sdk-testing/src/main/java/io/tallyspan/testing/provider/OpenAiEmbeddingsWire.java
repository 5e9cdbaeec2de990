package io.tallyspan.testing.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/embeddings}: no id in the body. */
final class OpenAiEmbeddingsWire extends OpenAiWire {

    @Override
    public boolean serves(String path) {
        return path.endsWith("/embeddings");
    }

    @Override
    public Set<Unit> units() {
        return Set.of(Unit.INPUT_TOKENS);
    }

    @Override
    public Usage derivedUsage(Derivation derivation) {
        return Usage.builder()
                .set(Unit.INPUT_TOKENS, derivation.between("input", 2, 400))
                .build();
    }

    @Override
    public @Nullable String responseId(Derivation derivation) {
        return null;
    }

    @Override
    public String body(Completion completion) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("object", "list");
        ObjectNode item = body.putArray("data").addObject();
        item.put("object", "embedding").put("index", 0);
        ArrayNode vector = item.putArray("embedding");
        for (int i = 0; i < 8; i++) {
            vector.add(completion.derivation().between("v" + i, -9_999, 9_999) / 10_000.0);
        }
        body.put("model", completion.model());
        if (completion.statesUsage()) {
            body.set("usage", UsageJson.embeddings(completion.usage()));
        }
        return body.toPrettyString() + "\n";
    }

    @Override
    public List<Frame> events(Completion completion, boolean usageAsked) {
        throw new IllegalArgumentException("embeddings do not stream");
    }
}
