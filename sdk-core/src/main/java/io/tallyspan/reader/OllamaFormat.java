package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ollama's own API. Its paths are too common to be taken for Ollama's anywhere else. */
final class OllamaFormat implements WireFormat {

    private static final Set<Unit> INPUT = Set.of(Unit.INPUT_TOKENS);

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(
                new NamedEndpoint("ollama-chat", "/api/chat", Dialect.OLLAMA),
                new NamedEndpoint("ollama-generate", "/api/generate", Dialect.OLLAMA),
                new NamedEndpoint("ollama-embed", "/api/embed", Dialect.OLLAMA));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect host) {
        if (host != Dialect.OLLAMA || !OpenAiFamily.isPost(target)) {
            return null;
        }
        String path = target.path();
        if (path.endsWith("/api/chat")) {
            return Endpoint.inference(host, "chat", OpenAiFamily.CHAT_BILLS, OllamaReader::new);
        } else if (path.endsWith("/api/generate")) {
            return Endpoint.inference(host, "text_completion", OpenAiFamily.CHAT_BILLS, OllamaReader::new);
        }
        return path.endsWith("/api/embed") || path.endsWith("/api/embeddings")
                ? Endpoint.inference(host, "embeddings", INPUT, OllamaReader::new)
                : null;
    }
}
