package io.tallyspan.okhttp;

import io.opentelemetry.context.Context;
import io.tallyspan.call.ObservedExchange;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Runs for each request over a connection, follow-ups and OkHttp's own retries included: each is an exchange. */
final class WireInterceptor implements Interceptor {

    private final Exchanges exchanges;

    WireInterceptor(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        CallState state = exchanges.find(chain.call());
        Context context = state == null ? Context.current() : state.context();
        ObservedExchange exchange = state == null ? null : state.takeWaiting();
        if (exchange == null) {
            exchange = exchanges.begin(request, context);
        }
        if (state != null) {
            state.onWire(exchange);
        }
        if (exchange == null) {
            return chain.proceed(exchanges.withCarrier(request, context));
        }
        Response response;
        try {
            response = chain.proceed(sent(request, exchange));
        } catch (Throwable t) {
            exchanges.failed(exchange, state == null ? request.body() : state.body(), t);
            throw t;
        }
        return exchanges.answered(response, exchange);
    }

    private Request sent(Request request, ObservedExchange exchange) {
        RequestBody body = request.body();
        if (body == null || body.isDuplex()) {
            exchange.requestBodyStart();
            exchange.requestBodyEnd();
            return request;
        }
        return exchanges.withBody(request, new SentRequestBody(body, exchange));
    }
}
