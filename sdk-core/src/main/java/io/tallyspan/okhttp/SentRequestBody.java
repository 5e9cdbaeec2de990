package io.tallyspan.okhttp;

import io.tallyspan.call.ObservedExchange;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** The body as it goes over the wire, maybe encoded: tells an exchange when all of it is written. */
final class SentRequestBody extends RequestBody {

    private final RequestBody body;
    private final ObservedExchange exchange;

    SentRequestBody(RequestBody body, ObservedExchange exchange) {
        this.body = body;
        this.exchange = exchange;
    }

    @Override
    public @Nullable MediaType contentType() {
        return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
        return body.contentLength();
    }

    @Override
    public boolean isOneShot() {
        return body.isOneShot();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        body.writeTo(sink);
        sink.flush();
        exchange.requestBodyEnd();
    }
}
