package io.tallyspan.okhttp;

import io.tallyspan.call.ObservedExchange;
import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSink;
import okio.Sink;

/** Shows what is written to an exchange, without copying. */
final class TappedSink extends ForwardingSink {

    private final ObservedExchange exchange;

    TappedSink(Sink wire, ObservedExchange exchange) {
        super(wire);
        this.exchange = exchange;
    }

    @Override
    public void write(Buffer source, long byteCount) throws IOException {
        source.copyTo(new BytesTo(exchange::requestBody), 0, byteCount);
        super.write(source, byteCount);
    }
}
