package io.tallyspan.stainless;

import static java.util.Objects.requireNonNull;

import io.tallyspan.call.ObservedExchange;
import java.io.IOException;
import java.io.InputStream;

/**
 * A response body that shows each byte to an exchange when the caller reads it. It asks for nothing that the caller did
 * not ask for; {@code skip}, {@code transferTo} and their like go through {@code read}, so that no byte passes unseen.
 * As safe for several threads as the stream below it.
 */
public final class TappedInputStream extends InputStream {

    private final InputStream body;
    private final ObservedExchange exchange;

    /** Taps {@code body}. */
    public TappedInputStream(InputStream body, ObservedExchange exchange) {
        this.body = requireNonNull(body, "body");
        this.exchange = requireNonNull(exchange, "exchange");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read;
        try {
            read = body.read(bytes, offset, length);
        } catch (Throwable t) {
            exchange.failed(t);
            throw t;
        }
        if (read > 0) {
            exchange.responseBody(bytes, offset, read);
        } else if (read < 0) {
            exchange.responseEnd();
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    @Override
    public void close() throws IOException {
        try {
            body.close();
        } finally {
            exchange.responseClosed();
        }
    }
}
