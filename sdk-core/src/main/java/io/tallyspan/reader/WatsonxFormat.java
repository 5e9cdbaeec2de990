package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** IBM watsonx.ai: text generation and embeddings in words of its own, chats in OpenAI's. */
final class WatsonxFormat implements WireFormat {

    private static final Set<Unit> INPUT = Set.of(Unit.INPUT_TOKENS);

    @Override
    public String name() {
        return "watsonx";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(
                new NamedEndpoint("watsonx-chat", "/ml/v1/text/chat", Dialect.WATSONX),
                new NamedEndpoint("watsonx-generation", "/ml/v1/text/generation", Dialect.WATSONX),
                new NamedEndpoint("watsonx-embeddings", "/ml/v1/text/embeddings", Dialect.WATSONX));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect host) {
        String path = target.path();
        if (host != Dialect.WATSONX || !path.contains("/ml/v1") || !OpenAiFamily.isPost(target)) {
            return null;
        }
        if (path.contains("/text/generation") || path.contains("/generation/text")) {
            return Endpoint.inference(host, "text_completion", OpenAiFamily.CHAT_BILLS, WatsonxReader::new);
        } else if (path.endsWith("/text/chat") || path.endsWith("/text/chat_stream")) {
            return Endpoint.inference(host, "chat", OpenAiFamily.CHAT_BILLS, () -> new OpenAiReader(host));
        }
        return path.endsWith("/text/embeddings")
                ? Endpoint.inference(host, "embeddings", INPUT, WatsonxReader::new)
                : null;
    }
}
