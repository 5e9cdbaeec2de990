package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's responses: {@code POST /v1/responses} and {@code /v1/responses/compact}, where a model runs, and {@code GET
 * /v1/responses/{id}} and {@code POST /v1/responses/{id}/cancel}, which give a stored response again. What else lies
 * below a response, such as its input items, is free.
 */
final class OpenAiResponsesFormat implements WireFormat {

    private static final String RESPONSES = "/responses";
    private static final String COMPACT = "/responses/compact";
    private static final String CANCEL = "/cancel";
    private static final String VERSION = "/v1";
    /** Before which gateways leave out the version. */
    private static final String OPENAI = "/openai";

    @Override
    public String name() {
        return "openai-responses";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(new NamedEndpoint("openai-responses", "/v1/responses", Dialect.COMPATIBLE));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect dialect) {
        String path = target.path();
        int at = path.lastIndexOf(RESPONSES);
        boolean named = dialect != null
                || (at >= VERSION.length() && path.startsWith(VERSION, at - VERSION.length()))
                || (at >= OPENAI.length() && path.startsWith(OPENAI, at - OPENAI.length()));
        if (at < 0 || !named) {
            return null;
        }
        boolean post = OpenAiFamily.isPost(target);
        if (path.endsWith(RESPONSES) || path.endsWith(COMPACT)) {
            return post ? OpenAiFamily.inference(target, dialect, "chat", OpenAiFamily.CHAT_BILLS) : null;
        }
        boolean cancel = post && path.endsWith(CANCEL);
        if (!cancel && !target.method().equals("GET")) {
            return null;
        }
        int end = cancel ? path.length() - CANCEL.length() : path.length();
        int start = at + RESPONSES.length() + 1;
        if (start >= end
                || path.charAt(start - 1) != '/'
                || path.substring(start, end).contains("/")) {
            return null;
        }
        return stored(target, dialect, path.substring(start, end));
    }

    /** On a host that nobody has named, a body without a model proves nothing: only dialects that are known. */
    private static @Nullable Endpoint stored(RequestTarget target, @Nullable Dialect host, String responseId) {
        Dialect dialect = host == null ? null : OpenAiFamily.dialect(target, host);
        return dialect == null
                ? null
                : Endpoint.fetch(dialect, "chat", responseId, OpenAiFamily.CHAT_BILLS, () -> new OpenAiReader(dialect));
    }
}
