package io.tallyspan.openai;

import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import io.opentelemetry.context.Context;
import io.tallyspan.stainless.CallContext;
import io.tallyspan.stainless.RetryContexts;
import io.tallyspan.stainless.SdkExchanges;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A transport of openai-java that reports each attempt. It sits below the SDK's retries, logging and authentication,
 * and above whatever sends.
 */
class ObservingHttpClient implements HttpClient {

    final HttpClient transport;
    final SdkExchanges<HttpRequest, HttpResponse> exchanges;
    final RetryContexts<RequestOptions> retries;
    private final @Nullable CallContext call;

    ObservingHttpClient(
            HttpClient transport,
            SdkExchanges<HttpRequest, HttpResponse> exchanges,
            RetryContexts<RequestOptions> retries,
            @Nullable CallContext call) {
        this.transport = transport;
        this.exchanges = exchanges;
        this.retries = retries;
        this.call = call;
    }

    /** The same transport for one async call, whose context it knows. */
    ObservingHttpClient in(CallContext context) {
        return new ObservingHttpClient(transport, exchanges, retries, context);
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        return exchanges.execute(request, sent -> transport.execute(sent, options));
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        Context context = call == null ? retries.of(options) : call.resolve();
        return exchanges.executeAsync(request, context, sent -> transport.executeAsync(sent, options));
    }

    @Override
    public void close() {
        transport.close();
    }
}
