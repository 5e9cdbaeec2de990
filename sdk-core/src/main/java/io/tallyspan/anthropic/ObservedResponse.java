package io.tallyspan.anthropic;

import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpResponse;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.stainless.TappedInputStream;
import java.io.InputStream;
import java.util.Optional;

/**
 * A response that shows what is read of it. The SDK's default methods ({@code json}, {@code buffered}) are not
 * overridden: they read {@link #body}, and so pass through here.
 */
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

    /** Since 3.0.0 of the SDK; earlier releases do not call it. */
    @Override
    public Optional<String> workspaceId() {
        return response.workspaceId();
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
