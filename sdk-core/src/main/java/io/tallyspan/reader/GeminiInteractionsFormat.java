package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gemini's {@code POST /v1beta/interactions}, and {@code GET /v1beta/interactions/{id}}, which shows one again. */
final class GeminiInteractionsFormat implements WireFormat {

    private static final String INTERACTIONS = "/interactions";

    @Override
    public String name() {
        return "gemini-interactions";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(new NamedEndpoint("gemini-interactions", "/v1beta/interactions", Dialect.GEMINI));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect host) {
        String path = target.path();
        int at = path.lastIndexOf(INTERACTIONS);
        if (at < 0 || (host != Dialect.GEMINI && host != Dialect.VERTEX)) {
            return null;
        }
        String rest = path.substring(at + INTERACTIONS.length());
        if (rest.isEmpty() && OpenAiFamily.isPost(target)) {
            return Endpoint.inference(host, "chat", OpenAiFamily.CHAT_BILLS, GeminiInteractionsReader::new);
        }
        boolean one = rest.length() > 1 && rest.lastIndexOf('/') == 0;
        return one && target.method().equals("GET")
                ? Endpoint.fetch(
                        host, "chat", rest.substring(1), OpenAiFamily.CHAT_BILLS, GeminiInteractionsReader::new)
                : null;
    }
}
