package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Anthropic's old {@code POST /v1/complete}, which is billed by tokens and states none. */
final class AnthropicCompleteFormat implements WireFormat {

    @Override
    public String name() {
        return "anthropic-complete";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(new NamedEndpoint("anthropic-complete", "/v1/complete", Dialect.ANTHROPIC));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect dialect) {
        return dialect == Dialect.ANTHROPIC && target.path().endsWith("/v1/complete") && OpenAiFamily.isPost(target)
                ? Endpoint.inference(dialect, "text_completion", OpenAiFamily.CHAT_BILLS, AnthropicReader::new)
                : null;
    }
}
