package io.tallyspan.okhttp;

import io.tallyspan.call.ObservedExchange;
import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * The body as the application made it, before any interceptor encodes it. Each time that it is written it shows its
 * bytes to the exchange of that moment. Never used for duplex bodies.
 */
final class TappedRequestBody extends RequestBody {

    private final RequestBody body;
    private final Supplier<@Nullable ObservedExchange> exchange;

    TappedRequestBody(RequestBody body, Supplier<@Nullable ObservedExchange> exchange) {
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
    public boolean isDuplex() {
        return body.isDuplex();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        ObservedExchange current = exchange.get();
        if (current == null) {
            body.writeTo(sink);
            return;
        }
        current.requestBodyStart();
        BufferedSink tapped = Okio.buffer(new TappedSink(sink, current));
        body.writeTo(tapped);
        if (tapped.isOpen()) {
            tapped.emit();
        }
    }
}
