package io.tallyspan.openai;

import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.WebSocketClient;
import io.tallyspan.stainless.CallContext;
import io.tallyspan.stainless.RetryContexts;
import io.tallyspan.stainless.SdkExchanges;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * As {@link ObservingHttpClient}, for transports that also open WebSockets, which pass unobserved. A class of its own,
 * for it cannot be loaded with releases of the SDK that have no {@link WebSocketClient}.
 */
final class ObservingWebSocketHttpClient extends ObservingHttpClient implements WebSocketClient {

    ObservingWebSocketHttpClient(
            HttpClient transport,
            SdkExchanges<HttpRequest, HttpResponse> exchanges,
            RetryContexts<RequestOptions> retries,
            @Nullable CallContext call) {
        super(transport, exchanges, retries, call);
    }

    @Override
    ObservingHttpClient in(CallContext context) {
        return new ObservingWebSocketHttpClient(transport, exchanges, retries, context);
    }

    @Override
    public CompletableFuture<WebSocketClient.Connection> connectWebSocket(
            HttpRequest request, RequestOptions options, int maxMessageBytes, WebSocketClient.Listener listener) {
        return ((WebSocketClient) transport).connectWebSocket(request, options, maxMessageBytes, listener);
    }
}
