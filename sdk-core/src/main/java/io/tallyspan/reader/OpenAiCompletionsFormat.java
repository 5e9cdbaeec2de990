package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's old {@code POST /v1/completions}, and the paths that end alike, such as Portkey's stored prompts. On a host
 * that nobody has named the version must be in the path.
 */
final class OpenAiCompletionsFormat implements WireFormat {

    @Override
    public String name() {
        return "openai-completions";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(new NamedEndpoint("openai-completions", "/v1/completions", Dialect.COMPATIBLE));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect dialect) {
        String path = target.path();
        if (!path.endsWith("/completions") || !OpenAiFamily.isPost(target)) {
            return null;
        }
        return OpenAiFamily.isNamed(target, dialect, "/completions")
                ? OpenAiFamily.streaming(target, dialect, "text_completion")
                : null;
    }
}
