package io.tallyspan.openai;

import com.openai.core.http.HttpRequestBody;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.stainless.TappedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A request body that shows what is written of it, each time that it is written. */
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

    /** For transports that pull; releases of the SDK before this method existed do not call it. */
    @Override
    public InputStream content() {
        exchange.requestBodyStart();
        return new TappedContent(body.content(), exchange);
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
