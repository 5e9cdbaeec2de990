package io.tallyspan.spring;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.runtime.Guard;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Observes what a {@code WebClient} sends to models: each request is an exchange, and streams are read as the
 * application reads them. Where Spring Boot makes the client's builder, the starter adds it; to others it is to be
 * added as the last filter. Attribution is that of whoever subscribes. Safe for use by several threads.
 */
public final class ObservedWebCalls implements ExchangeFilterFunction {

    private static final String PLACE = "WebClient";
    /** Where a filter further in finds the exchange that is on its way. */
    private static final String EXCHANGE = "tallyspan.exchange";

    private final ExchangeObserver observer;
    private final Guard guard;

    /** Reports to {@code tallyspan}. */
    public ObservedWebCalls(Tallyspan tallyspan) {
        requireNonNull(tallyspan, "tallyspan");
        this.observer = tallyspan.observer();
        this.guard = tallyspan.guard();
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.deferContextual(view -> {
            Context context =
                    view.<Context>getOrEmpty(EXCHANGE).orElseGet(() -> ReactorAttribution.in(view, Context.current()));
            ObservedExchange exchange = guard.askOrNull(
                    PLACE,
                    () -> observer.begin(
                            SpringHeaders.target(request.method(), request.url(), request.headers()), context));
            return exchange == null ? next.exchange(request) : observed(request, next, exchange);
        });
    }

    private Mono<ClientResponse> observed(ClientRequest request, ExchangeFunction next, ObservedExchange exchange) {
        ClientRequest tapped = ClientRequest.from(request)
                .body((output, inserting) -> request.body().insert(new TappedRequest(output, exchange), inserting))
                .build();
        return next.exchange(tapped)
                .contextWrite(view -> view.put(EXCHANGE, exchange.context()))
                .doOnError(exchange::failed)
                .doOnCancel(exchange::responseClosed)
                .map(response -> guard.ask(PLACE, () -> observed(response, exchange), () -> {
                    exchange.responseClosed();
                    return response;
                }));
    }

    private static ClientResponse observed(ClientResponse response, ObservedExchange exchange) {
        exchange.responseHeaders(
                response.statusCode().value(),
                new SpringHeaders(response.headers().asHttpHeaders()));
        return response.mutate()
                .body(body -> body.doOnNext(buffer -> show(buffer, exchange))
                        .doOnComplete(exchange::responseEnd)
                        .doOnError(exchange::failed)
                        .doOnCancel(exchange::responseClosed))
                .build();
    }

    private static void show(DataBuffer buffer, ObservedExchange exchange) {
        try (DataBuffer.ByteBufferIterator pieces = buffer.readableByteBuffers()) {
            pieces.forEachRemaining(exchange::responseBody);
        }
    }

    /** A request whose body shows itself to an exchange while it is written. */
    private static final class TappedRequest extends ClientHttpRequestDecorator {

        private final ObservedExchange exchange;

        TappedRequest(ClientHttpRequest request, ObservedExchange exchange) {
            super(request);
            this.exchange = exchange;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            exchange.requestBodyStart();
            return super.writeWith(Flux.from(body).doOnNext(this::show).doOnComplete(exchange::requestBodyEnd));
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            exchange.requestBodyStart();
            return super.writeAndFlushWith(Flux.from(body)
                    .map(piece -> Flux.from(piece).doOnNext(this::show))
                    .doOnComplete(exchange::requestBodyEnd));
        }

        @Override
        public Mono<Void> setComplete() {
            exchange.requestBodyStart();
            exchange.requestBodyEnd();
            return super.setComplete();
        }

        private void show(DataBuffer buffer) {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.toByteBuffer(ByteBuffer.wrap(bytes));
            exchange.requestBody(bytes, 0, bytes.length);
        }
    }
}
