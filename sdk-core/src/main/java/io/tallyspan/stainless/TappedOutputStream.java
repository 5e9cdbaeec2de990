package io.tallyspan.stainless;

import static java.util.Objects.requireNonNull;

import io.tallyspan.call.ObservedExchange;
import java.io.IOException;
import java.io.OutputStream;

/** Shows a request body to an exchange while it is written. As safe for several threads as the stream below it. */
public final class TappedOutputStream extends OutputStream {

    private final OutputStream wire;
    private final ObservedExchange exchange;

    /** Taps what is written to {@code wire}. */
    public TappedOutputStream(OutputStream wire, ObservedExchange exchange) {
        this.wire = requireNonNull(wire, "wire");
        this.exchange = requireNonNull(exchange, "exchange");
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        wire.write(bytes, offset, length);
        exchange.requestBody(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        wire.flush();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
