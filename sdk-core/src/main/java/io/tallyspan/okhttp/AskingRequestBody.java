package io.tallyspan.okhttp;

import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.StreamUsage;
import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** The application's body with the question for usage in it; shows the exchange the body without. */
final class AskingRequestBody extends RequestBody {

    private final @Nullable MediaType type;
    private final byte[] made;
    private final byte[] sent;
    private final Supplier<@Nullable ObservedExchange> exchange;

    private AskingRequestBody(
            @Nullable MediaType type, byte[] made, byte[] sent, Supplier<@Nullable ObservedExchange> exchange) {
        this.type = type;
        this.made = made;
        this.sent = sent;
        this.exchange = exchange;
    }

    /** Asks if the body can be written twice, is not too long, and wants asking; null if not. */
    static @Nullable RequestBody of(RequestBody body, StreamUsage usage, Supplier<@Nullable ObservedExchange> exchange)
            throws IOException {
        long length = body.contentLength();
        if (body.isOneShot() || body.isDuplex() || length < 0 || length > StreamUsage.MOST_BYTES) {
            return null;
        }
        Buffer buffer = new Buffer();
        body.writeTo(buffer);
        byte[] made = buffer.readByteArray();
        byte[] sent = usage.ask(made);
        return sent == null ? null : new AskingRequestBody(body.contentType(), made, sent, exchange);
    }

    @Override
    public @Nullable MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() {
        return sent.length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        ObservedExchange current = exchange.get();
        if (current != null) {
            current.requestBodyStart();
            current.requestBody(made, 0, made.length);
        }
        sink.write(sent);
    }
}
