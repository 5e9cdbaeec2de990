package io.tallyspan.openai;

import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponse;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.UsageChunkFilter;
import io.tallyspan.stainless.FilteredInputStream;
import io.tallyspan.stainless.TappedInputStream;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A response that shows what is read of it. */
final class ObservedResponse implements HttpResponse {

    private final HttpResponse response;
    private final ObservedExchange exchange;
    private final @Nullable UsageChunkFilter filter;
    /** One for all who ask for the body: it holds what it has not passed on yet. */
    private @Nullable InputStream filtered;

    ObservedResponse(HttpResponse response, ObservedExchange exchange, @Nullable UsageChunkFilter filter) {
        this.response = response;
        this.exchange = exchange;
        this.filter = filter;
    }

    @Override
    public int statusCode() {
        return response.statusCode();
    }

    @Override
    public Headers headers() {
        return response.headers();
    }

    @Override
    public Optional<String> requestId() {
        return response.requestId();
    }

    @Override
    public synchronized InputStream body() {
        if (filtered != null) {
            return filtered;
        }
        InputStream tapped = new TappedInputStream(response.body(), exchange);
        if (filter == null) {
            return tapped;
        }
        filtered = new FilteredInputStream(tapped, filter);
        return filtered;
    }

    @Override
    public void close() {
        try {
            response.close();
        } finally {
            exchange.responseClosed();
        }
    }
}
