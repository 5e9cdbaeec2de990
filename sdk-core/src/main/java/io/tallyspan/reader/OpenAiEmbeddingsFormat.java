package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenAI's {@code POST /v1/embeddings}. On a host that nobody has named the version must be in the path. */
final class OpenAiEmbeddingsFormat implements WireFormat {

    private static final Set<Unit> BILLS = Set.of(Unit.INPUT_TOKENS);

    @Override
    public String name() {
        return "openai-embeddings";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(new NamedEndpoint("openai-embeddings", "/v1/embeddings", Dialect.COMPATIBLE));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect dialect) {
        String path = target.path();
        if (!path.endsWith("/embeddings") || !OpenAiFamily.isPost(target)) {
            return null;
        }
        return OpenAiFamily.isNamed(target, dialect, "/embeddings")
                ? OpenAiFamily.inference(target, dialect, "embeddings", BILLS)
                : null;
    }
}
