package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's {@code POST /v1/messages}, at Anthropic, at Azure below {@code /anthropic}, and behind any gateway where
 * the request carries Anthropic's version header: many other APIs have messages.
 */
final class AnthropicMessagesFormat implements WireFormat {

    @Override
    public String name() {
        return "anthropic-messages";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(new NamedEndpoint("anthropic-messages", "/anthropic/v1/messages", Dialect.ANTHROPIC));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect dialect) {
        if (!target.path().endsWith("/v1/messages") || !OpenAiFamily.isPost(target)) {
            return null;
        }
        boolean anthropic = dialect == Dialect.ANTHROPIC
                || dialect == Dialect.LITELLM
                || target.path().endsWith("/anthropic/v1/messages") // Azure, and gateways
                || target.headers().first("anthropic-version") != null;
        return anthropic
                ? Endpoint.inference(
                        dialect == Dialect.LITELLM ? dialect : Dialect.ANTHROPIC,
                        "chat",
                        OpenAiFamily.CHAT_BILLS,
                        AnthropicReader::new)
                : null;
    }
}
