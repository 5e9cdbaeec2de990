package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cohere's own APIs, version 1 and 2. Its endpoint that copies OpenAI's is read by the reader of that family. */
final class CohereFormat implements WireFormat {

    private record Path(String end, String operation, Set<Unit> billed) {}

    private static final List<Path> PATHS = List.of(
            new Path("/chat", "chat", OpenAiFamily.CHAT_BILLS),
            new Path("/generate", "text_completion", OpenAiFamily.CHAT_BILLS),
            new Path("/summarize", "text_completion", OpenAiFamily.CHAT_BILLS),
            new Path("/embed", "embeddings", Set.of()),
            new Path("/classify", "classification", Set.of()),
            new Path("/rerank", "rerank", Set.of(Unit.SEARCH_UNITS)));

    @Override
    public String name() {
        return "cohere";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(
                new NamedEndpoint("cohere-chat", "/v2/chat", Dialect.COHERE),
                new NamedEndpoint("cohere-embed", "/v2/embed", Dialect.COHERE),
                new NamedEndpoint("cohere-rerank", "/v2/rerank", Dialect.COHERE));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect host) {
        if (host != Dialect.COHERE || !OpenAiFamily.isPost(target)) {
            return null;
        }
        for (Path path : PATHS) {
            if (target.path().endsWith("/v1" + path.end()) || target.path().endsWith("/v2" + path.end())) {
                return Endpoint.inference(Dialect.COHERE, path.operation(), path.billed(), CohereReader::new);
            }
        }
        return null;
    }
}
