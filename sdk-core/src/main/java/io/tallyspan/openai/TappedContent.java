package io.tallyspan.openai;

import io.tallyspan.call.ObservedExchange;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request body that a transport pulls. */
final class TappedContent extends FilterInputStream {

    private final ObservedExchange exchange;

    TappedContent(InputStream content, ObservedExchange exchange) {
        super(content);
        this.exchange = exchange;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
            exchange.requestBody(bytes, offset, read);
        } else if (read < 0) {
            exchange.requestBodyEnd();
        }
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
