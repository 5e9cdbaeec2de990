package io.tallyspan.jdkhttp;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.call.CarrierSource;
import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.StreamUsage;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.http.UrlParts;
import io.tallyspan.runtime.Guard;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What the client asks of the JDK's requests and tells the observer. Throws nothing. */
final class Exchanges {

    private final ExchangeObserver observer;
    private final Guard guard;

    Exchanges(ExchangeObserver observer, Guard guard) {
        this.observer = observer;
        this.guard = guard;
    }

    /**
     * A request on its way.
     *
     * @param request what to send
     * @param exchange null if it is no model call
     */
    record Sending(HttpRequest request, @Nullable ObservedExchange exchange) {}

    Sending begin(HttpRequest request) {
        Sending bare = new Sending(request, null);
        return guard.ask(
                TallyspanHttpClient.PLACE,
                () -> {
                    Context context = Context.current();
                    RequestTarget target = UrlParts.of(request.uri().toASCIIString())
                            .target(request.method(), new JdkHeaders(request.headers()));
                    ObservedExchange exchange = observer.begin(target, context);
                    if (exchange != null) {
                        return new Sending(
                                guard.ask(TallyspanHttpClient.PLACE, () -> tapped(request, exchange), () -> request),
                                exchange);
                    }
                    String carrier = observer.outboundCarrier(target, context);
                    return carrier == null
                            ? bare
                            : new Sending(
                                    HttpRequest.newBuilder(request, (name, value) -> true)
                                            .header(CarrierSource.HEADER, carrier)
                                            .build(),
                                    null);
                },
                () -> bare);
    }

    Scope enter(ObservedExchange exchange) {
        return guard.ask(TallyspanHttpClient.PLACE, exchange.context()::makeCurrent, Scope::noop);
    }

    void leave(Scope scope) {
        guard.run(TallyspanHttpClient.PLACE, scope::close);
    }

    void show(BytesSeen bytes) {
        guard.run(TallyspanHttpClient.PLACE, bytes::show);
    }

    /** Shows bytes to an exchange. */
    @FunctionalInterface
    interface BytesSeen {
        void show();
    }

    /** The request, or what should have come back, failed. */
    void failed(Sending sending, Throwable error) {
        ObservedExchange exchange = sending.exchange;
        if (exchange == null) {
            return;
        }
        if (exchange.wantsRequestBody()) {
            guard.run(
                    TallyspanHttpClient.PLACE,
                    () -> sending.request.bodyPublisher().ifPresent(TappedPublisher::showRepeatable));
        }
        Throwable cause = error.getCause();
        exchange.failed(error instanceof CompletionException && cause != null ? cause : error);
    }

    private HttpRequest tapped(HttpRequest request, ObservedExchange exchange) {
        BodyPublisher body = request.bodyPublisher().orElse(null);
        if (body == null || body.contentLength() == 0) {
            exchange.requestBodyStart();
            exchange.requestBodyEnd();
            return request;
        }
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .method(request.method(), tapped(body, exchange))
                .build();
    }

    private TappedPublisher tapped(BodyPublisher body, ObservedExchange exchange) {
        StreamUsage usage = exchange.streamUsage();
        byte[] made = usage == null ? null : TappedPublisher.bytesOf(body);
        byte[] asking = usage == null || made == null ? null : usage.ask(made);
        return asking == null
                ? new TappedPublisher(body, null, exchange, this)
                : new TappedPublisher(BodyPublishers.ofByteArray(asking), made, exchange, this);
    }
}
