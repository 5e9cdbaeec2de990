package io.tallyspan.okhttp;

import io.opentelemetry.context.Context;
import io.tallyspan.call.CarrierSource;
import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.StreamUsage;
import io.tallyspan.call.UsageChunkFilter;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.WeakIdentityMap;
import java.util.Locale;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * What both interceptors ask of OkHttp and tell the observer. Throws nothing but what the application's own code
 * throws.
 */
final class Exchanges {

    private final ExchangeObserver observer;
    private final Guard guard;
    private final WeakIdentityMap<Call, CallState> states;

    Exchanges(ExchangeObserver observer, Guard guard, WeakIdentityMap<Call, CallState> states) {
        this.observer = observer;
        this.guard = guard;
        this.states = states;
    }

    /** The state of a call that was handed over, or of one made by a client whose listener factory was replaced. */
    CallState open(Call call) {
        CallState known = states.get(call);
        if (known != null) {
            return known;
        }
        CallState made = new CallState(Context.current());
        states.put(call, made);
        return made;
    }

    @Nullable
    CallState find(Call call) {
        return states.get(call);
    }

    void close(Call call) {
        states.remove(call);
    }

    /** Begins an exchange; null if the request is no model call. */
    @Nullable
    ObservedExchange begin(Request request, Context context) {
        return guard.askOrNull(TallyspanOkHttp.PLACE, () -> observer.begin(target(request), context));
    }

    @Nullable
    StreamUsage streamUsage(Request request) {
        return observer.includesUsage()
                ? guard.askOrNull(TallyspanOkHttp.PLACE, () -> observer.streamUsage(target(request)))
                : null;
    }

    /** The body, showing itself to an exchange, and asking for the answer's usage if it can. */
    RequestBody tapped(RequestBody body, @Nullable StreamUsage usage, Supplier<@Nullable ObservedExchange> exchange) {
        RequestBody asking = guard.askOrNull(
                TallyspanOkHttp.PLACE, () -> usage == null ? null : AskingRequestBody.of(body, usage, exchange));
        return asking == null ? new TappedRequestBody(body, exchange) : asking;
    }

    /** The response without the usage that the application did not ask for. */
    Response hiding(Response response, @Nullable StreamUsage usage) {
        ResponseBody body = response.body();
        if (usage == null || body == null) {
            return response;
        }
        return guard.ask(
                TallyspanOkHttp.PLACE,
                () -> {
                    UsageChunkFilter filter =
                            usage.filter(response.code(), new OkHttpHeaders(response.headers(), null));
                    return filter == null
                            ? response
                            : response.newBuilder()
                                    .removeHeader("Content-Length")
                                    .body(new FilteredResponseBody(body, filter))
                                    .build();
                },
                () -> response);
    }

    Request withCarrier(Request request, Context context) {
        return guard.ask(
                TallyspanOkHttp.PLACE,
                () -> {
                    String carrier = observer.outboundCarrier(target(request), context);
                    return carrier == null
                            ? request
                            : request.newBuilder()
                                    .header(CarrierSource.HEADER, carrier)
                                    .build();
                },
                () -> request);
    }

    Request withBody(Request request, RequestBody body) {
        return guard.ask(
                TallyspanOkHttp.PLACE,
                () -> request.newBuilder().method(request.method(), body).build(),
                () -> request);
    }

    /** Ends an exchange with what the application is about to get. */
    void failed(ObservedExchange exchange, @Nullable RequestBody body, Throwable error) {
        if (exchange.wantsRequestBody()) {
            show(body, exchange);
        }
        exchange.failed(error);
    }

    /** Shows a body that goes nowhere, for its fingerprint, if it can be written again. */
    void show(@Nullable RequestBody body, ObservedExchange exchange) {
        if (body == null || body.isOneShot() || body.isDuplex()) {
            return;
        }
        guard.run(TallyspanOkHttp.PLACE, () -> {
            BufferedSink nowhere = Okio.buffer(Okio.blackhole());
            new TappedRequestBody(body, () -> exchange).writeTo(nowhere);
            nowhere.close();
        });
    }

    Response answered(Response response, ObservedExchange exchange) {
        return guard.ask(
                TallyspanOkHttp.PLACE,
                () -> {
                    exchange.responseHeaders(response.code(), new OkHttpHeaders(response.headers(), null));
                    ResponseBody body = response.body();
                    if (body == null) {
                        exchange.responseEnd();
                        return response;
                    }
                    return response.newBuilder()
                            .body(new TappedResponseBody(body, exchange))
                            .build();
                },
                () -> {
                    exchange.responseClosed();
                    return response;
                });
    }

    private static RequestTarget target(Request request) {
        HttpUrl url = request.url();
        RequestBody body = request.body();
        MediaType type = body == null ? null : body.contentType();
        return new RequestTarget(
                request.method().toUpperCase(Locale.ROOT),
                url.scheme(),
                url.host(),
                url.port(),
                url.encodedPath(),
                new OkHttpHeaders(request.headers(), type == null ? null : type.toString()));
    }
}
