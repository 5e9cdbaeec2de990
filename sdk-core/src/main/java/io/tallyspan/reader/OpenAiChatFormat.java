package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenAI's {@code POST /v1/chat/completions}, under the prefixes that Azure and gateways put before it. */
final class OpenAiChatFormat implements WireFormat {

    @Override
    public String name() {
        return "openai-chat";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(new NamedEndpoint("openai-chat", "/v1/chat/completions", Dialect.COMPATIBLE));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect dialect) {
        boolean chat = target.path().endsWith("/chat/completions")
                || (dialect == Dialect.WRITER && target.path().endsWith("/v1/chat"));
        return chat && OpenAiFamily.isPost(target) ? OpenAiFamily.streaming(target, dialect, "chat") : null;
    }
}
