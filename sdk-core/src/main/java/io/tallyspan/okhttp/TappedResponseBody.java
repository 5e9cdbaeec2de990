package io.tallyspan.okhttp;

import io.tallyspan.call.ObservedExchange;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** A response body that shows what is read of it, when it is read. */
final class TappedResponseBody extends ResponseBody {

    private final ResponseBody body;
    private final BufferedSource source;

    TappedResponseBody(ResponseBody body, ObservedExchange exchange) {
        this.body = body;
        this.source = Okio.buffer(new TappedSource(body.source(), body.contentLength(), exchange));
    }

    @Override
    public @Nullable MediaType contentType() {
        return body.contentType();
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public BufferedSource source() {
        return source;
    }
}
