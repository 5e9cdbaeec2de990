package io.tallyspan.openai;

import com.openai.core.http.HttpRequestBody;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.StreamUsage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The application's body with the question for usage in it; shows the exchange the body without. */
final class AskingRequestBody implements HttpRequestBody {

    private final HttpRequestBody body;
    private final byte[] made;
    private final byte[] sent;
    private final ObservedExchange exchange;

    private AskingRequestBody(HttpRequestBody body, byte[] made, byte[] sent, ObservedExchange exchange) {
        this.body = body;
        this.made = made;
        this.sent = sent;
        this.exchange = exchange;
    }

    /** Asks if the body can be written twice, is not too long, and wants asking; null if not. */
    static @Nullable HttpRequestBody of(HttpRequestBody body, ObservedExchange exchange) {
        StreamUsage usage = exchange.streamUsage();
        if (usage == null || !body.repeatable() || body.contentLength() > StreamUsage.MOST_BYTES) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(bytes);
        byte[] made = bytes.toByteArray();
        byte[] sent = usage.ask(made);
        return sent == null ? null : new AskingRequestBody(body, made, sent, exchange);
    }

    @Override
    public void writeTo(OutputStream out) {
        show();
        try {
            out.write(sent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        exchange.requestBodyEnd();
    }

    /** For transports that pull; releases of the SDK before this method existed do not call it. */
    @Override
    public InputStream content() {
        show();
        exchange.requestBodyEnd();
        return new ByteArrayInputStream(sent);
    }

    private void show() {
        exchange.requestBodyStart();
        exchange.requestBody(made, 0, made.length);
    }

    @Override
    public @Nullable String contentType() {
        return body.contentType();
    }

    @Override
    public long contentLength() {
        return sent.length;
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public void close() {
        body.close();
    }
}
