package io.tallyspan.okhttp;

import io.tallyspan.call.ObservedExchange;
import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/** Shows what is read to an exchange, without copying and without reading more than was asked for. */
final class TappedSource extends ForwardingSource {

    private final long length;
    private final ObservedExchange exchange;
    private long seen;

    TappedSource(Source wire, long length, ObservedExchange exchange) {
        super(wire);
        this.length = length;
        this.exchange = exchange;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        long read;
        try {
            read = super.read(sink, byteCount);
        } catch (Throwable t) {
            exchange.failed(t);
            throw t;
        }
        if (read > 0) {
            sink.copyTo(new BytesTo(exchange::responseBody), sink.size() - read, read);
            seen += read;
        }
        if (read < 0 || seen == length) {
            exchange.responseEnd();
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            exchange.responseClosed();
        }
    }
}
