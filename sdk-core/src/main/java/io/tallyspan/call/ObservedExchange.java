package io.tallyspan.call;

import io.opentelemetry.context.Context;
import io.tallyspan.http.Headers;

/** PLACEHOLDER: one exchange as an HTTP integration sees it. */
public final class ObservedExchange {
    ObservedExchange() {}

    /** The context to make current while the request is on its way down. */
    public Context context() {
        return Context.current();
    }

    public void requestBodyStart() {}

    public void requestBody(byte[] bytes, int offset, int length) {}

    public void requestBodyEnd() {}

    public void responseHeaders(int status, Headers headers) {}

    public void responseBody(byte[] bytes, int offset, int length) {}

    public void responseEnd() {}

    public void responseClosed() {}

    public void failed(Throwable error) {}
}
