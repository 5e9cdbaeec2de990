package io.tallyspan.openai;

import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponse;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.stainless.TappedInputStream;
import java.io.InputStream;
import java.util.Optional;

/** A response that shows what is read of it. */
final class ObservedResponse implements HttpResponse {

    private final HttpResponse response;
    private final ObservedExchange exchange;

    ObservedResponse(HttpResponse response, ObservedExchange exchange) {
        this.response = response;
        this.exchange = exchange;
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
    public InputStream body() {
        return new TappedInputStream(response.body(), exchange);
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
