package io.tallyspan.anthropic;

import com.anthropic.core.http.HttpRequestBody;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.stainless.TappedOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request body that shows what is written of it, each time that it is written. The SDK's default methods
 * ({@code json}, {@code buffered}) are not overridden: they write the body, and so pass through here.
 */
final class TappedRequestBody implements HttpRequestBody {

    private final HttpRequestBody body;
    private final ObservedExchange exchange;

    TappedRequestBody(HttpRequestBody body, ObservedExchange exchange) {
        this.body = body;
        this.exchange = exchange;
    }

    @Override
    public void writeTo(OutputStream out) {
        exchange.requestBodyStart();
        body.writeTo(new TappedOutputStream(out, exchange));
        exchange.requestBodyEnd();
    }

    @Override
    public @Nullable String contentType() {
        return body.contentType();
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public boolean repeatable() {
        return body.repeatable();
    }

    @Override
    public void close() {
        body.close();
    }
}
