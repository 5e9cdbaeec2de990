package io.tallyspan.stainless;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.call.CarrierSource;
import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.runtime.Guard;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends an SDK's request and reports the exchange: one for each attempt, for it sits below the SDK's retry layer. While
 * the request is on its way down, the exchange's context is current, so that an observed HTTP client below claims it
 * instead of reporting it again. Whatever goes wrong in here, the request is sent, and what the transport throws is
 * thrown. Safe for use by several threads.
 *
 * @param <Q> the SDK's request
 * @param <R> the SDK's response
 */
public final class SdkExchanges<Q, R> {

    private final String place;
    private final ExchangeObserver observer;
    private final Guard guard;
    private final SdkWire<Q, R> wire;

    /** Exchanges of one SDK; {@code place} names the integration to the guard. */
    public SdkExchanges(String place, ExchangeObserver observer, Guard guard, SdkWire<Q, R> wire) {
        this.place = requireNonNull(place, "place");
        this.observer = requireNonNull(observer, "observer");
        this.guard = requireNonNull(guard, "guard");
        this.wire = requireNonNull(wire, "wire");
    }

    private record Sending<Q>(Q request, @Nullable ObservedExchange exchange) {}

    /** Sends on this thread. */
    public R execute(Q request, Function<Q, R> send) {
        Sending<Q> sending = begin(request, Context.current());
        ObservedExchange exchange = sending.exchange;
        if (exchange == null) {
            return send.apply(sending.request);
        }
        Scope scope = enter(exchange.context());
        R response;
        try {
            response = send.apply(sending.request);
        } catch (Throwable t) {
            failed(request, exchange, t);
            throw t;
        } finally {
            guard.run(place, scope::close);
        }
        return answered(response, exchange);
    }

    /**
     * Sends without waiting, in {@code context}. Cancelling the future that is returned, or completing it in any other
     * exceptional way, does the same to the transport's.
     */
    public CompletableFuture<R> executeAsync(Q request, Context context, Function<Q, CompletableFuture<R>> send) {
        Sending<Q> sending = begin(request, context);
        ObservedExchange exchange = sending.exchange;
        if (exchange == null) {
            Scope scope = enter(context);
            try {
                return send.apply(sending.request);
            } finally {
                guard.run(place, scope::close);
            }
        }
        Scope scope = enter(exchange.context());
        CompletableFuture<R> response;
        try {
            response = send.apply(sending.request);
        } catch (Throwable t) {
            failed(request, exchange, t);
            throw t;
        } finally {
            guard.run(place, scope::close);
        }
        return RelayedFuture.relay(
                response, r -> answered(r, exchange), wire::close, error -> failed(request, exchange, error));
    }

    private Sending<Q> begin(Q request, Context context) {
        Sending<Q> bare = new Sending<>(request, null);
        return guard.ask(
                place,
                () -> {
                    RequestTarget target = wire.target(request);
                    ObservedExchange exchange = observer.begin(target, context);
                    if (exchange != null) {
                        return new Sending<>(
                                guard.ask(place, () -> wire.tapRequest(request, exchange), () -> request), exchange);
                    }
                    String carrier = observer.outboundCarrier(target, context);
                    return carrier == null
                            ? bare
                            : new Sending<>(wire.withHeader(request, CarrierSource.HEADER, carrier), null);
                },
                () -> bare);
    }

    private void failed(Q request, ObservedExchange exchange, Throwable error) {
        if (exchange.wantsRequestBody()) {
            guard.run(place, () -> wire.showBody(request, exchange));
        }
        Throwable cause = error.getCause();
        exchange.failed(error instanceof CompletionException && cause != null ? cause : error);
    }

    private R answered(R response, ObservedExchange exchange) {
        return guard.ask(
                place,
                () -> {
                    exchange.responseHeaders(wire.status(response), wire.headers(response));
                    return wire.tapResponse(response, exchange);
                },
                () -> {
                    exchange.responseClosed();
                    return response;
                });
    }

    private Scope enter(Context context) {
        return guard.ask(place, context::makeCurrent, Scope::noop);
    }
}
