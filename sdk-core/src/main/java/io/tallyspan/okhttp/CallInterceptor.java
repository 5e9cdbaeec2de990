package io.tallyspan.okhttp;

import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.StreamUsage;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The outermost interceptor: sees the body before anybody encodes it, and reports what never reached a connection: a
 * host that cannot be found, a refused connection, or an interceptor further in that answers by itself (a transport of
 * the application's own, or a stub in a test). An answer from OkHttp's cache was reported when it came over the wire.
 */
final class CallInterceptor implements Interceptor {

    private final Exchanges exchanges;

    CallInterceptor(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if ("websocket".equalsIgnoreCase(request.header("Upgrade"))) {
            return chain.proceed(request);
        }
        CallState state = exchanges.open(chain.call());
        state.body(request.body());
        StreamUsage usage = exchanges.streamUsage(request);
        try {
            return exchanges.hiding(observed(chain, request, state, usage), usage);
        } finally {
            exchanges.close(chain.call());
        }
    }

    private Response observed(Chain chain, Request request, CallState state, @Nullable StreamUsage usage)
            throws IOException {
        Response response = proceed(chain, request, state, usage);
        boolean cached = response.networkResponse() == null && response.cacheResponse() != null;
        if (state.wasOnWire() || cached) {
            return response;
        }
        ObservedExchange exchange = unsent(request, state);
        return exchange == null ? response : exchanges.answered(response, exchange);
    }

    private Response proceed(Chain chain, Request request, CallState state, @Nullable StreamUsage usage)
            throws IOException {
        RequestBody body = request.body();
        Request tapped = body == null || body.isDuplex()
                ? request
                : exchanges.withBody(request, exchanges.tapped(body, usage, () -> current(request, state)));
        try {
            return chain.proceed(tapped);
        } catch (IOException e) {
            ObservedExchange exchange = state.wasOnWire() ? null : begunFor(request, state);
            if (exchange != null) {
                exchanges.failed(exchange, request.body(), e);
            }
            throw e;
        }
    }

    private @Nullable ObservedExchange current(Request request, CallState state) {
        return state.wasOnWire() ? state.exchange() : begunFor(request, state);
    }

    private @Nullable ObservedExchange begunFor(Request request, CallState state) {
        ObservedExchange early = state.exchange();
        if (early == null) {
            early = exchanges.begin(request, state.context());
            state.begunEarly(early);
        }
        return early;
    }

    /** The exchange of a request that was answered without a connection, its body shown if nobody wrote it yet. */
    private @Nullable ObservedExchange unsent(Request request, CallState state) {
        boolean written = state.exchange() != null;
        ObservedExchange exchange = begunFor(request, state);
        if (exchange != null) {
            if (!written) {
                exchanges.show(request.body(), exchange);
            }
            exchange.requestBodyEnd();
        }
        return exchange;
    }
}
