package io.tallyspan.jdkhttp;

import io.opentelemetry.context.Scope;
import io.tallyspan.call.ObservedExchange;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Sends through another client. The five methods of the life cycle override those that the superclass has since JDK 21;
 * compiled for 17, they cannot say so.
 */
final class ObservingHttpClient extends HttpClient {

    private final HttpClient client;
    private final Exchanges exchanges;

    ObservingHttpClient(HttpClient client, Exchanges exchanges) {
        this.client = client;
        this.exchanges = exchanges;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Exchanges.Sending sending = exchanges.begin(request);
        ObservedExchange exchange = sending.exchange();
        if (exchange == null) {
            return client.send(sending.request(), handler);
        }
        Scope scope = exchanges.enter(exchange);
        try {
            return client.send(sending.request(), tapped(handler, exchange));
        } catch (Throwable t) {
            exchanges.failed(sending, t);
            throw t;
        } finally {
            exchanges.leave(scope);
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return observed(request, handler, client::sendAsync);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        return observed(request, handler, (sent, tapped) -> client.sendAsync(sent, tapped, pushes));
    }

    private <T> CompletableFuture<HttpResponse<T>> observed(
            HttpRequest request,
            BodyHandler<T> handler,
            BiFunction<HttpRequest, BodyHandler<T>, CompletableFuture<HttpResponse<T>>> send) {
        Exchanges.Sending sending = exchanges.begin(request);
        ObservedExchange exchange = sending.exchange();
        if (exchange == null) {
            return send.apply(sending.request(), handler);
        }
        Scope scope = exchanges.enter(exchange);
        try {
            // Derived, so that the exchange has ended when the application hears of a failure. The JDK's own future is
            // derived too: derived futures are cancelable there, and carry the same CompletionException.
            return send.apply(sending.request(), tapped(handler, exchange)).whenComplete((response, error) -> {
                if (error != null) {
                    exchanges.failed(sending, error);
                }
            });
        } catch (Throwable t) {
            exchanges.failed(sending, t);
            throw t;
        } finally {
            exchanges.leave(scope);
        }
    }

    private <T> BodyHandler<T> tapped(BodyHandler<T> handler, ObservedExchange exchange) {
        return handler == null ? handler : new TappedHandler<>(handler, exchange);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return client.newWebSocketBuilder();
    }

    @Override
    public String toString() {
        return client.toString();
    }

    public void shutdown() {
        Lifecycle.shutdown(client);
    }

    public void shutdownNow() {
        Lifecycle.shutdownNow(client);
    }

    public boolean isTerminated() {
        return Lifecycle.isTerminated(client);
    }

    public boolean awaitTermination(Duration limit) throws InterruptedException {
        return Lifecycle.awaitTermination(client, limit);
    }

    public void close() {
        Lifecycle.close(client);
    }
}
