package io.tallyspan.spring;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.call.CarrierSource;
import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.StreamUsage;
import io.tallyspan.call.UsageChunkFilter;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.runtime.Guard;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
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
 * application reads them. Other requests get the carrier of attribution, if their host may have it. Where Spring Boot
 * makes the client's builder, the starter adds it; to others it is to be added as the last filter. Attribution is that
 * of whoever subscribes. Safe for use by several threads.
 */
public final class ObservedWebCalls implements ExchangeFilterFunction {

    private static final String PLACE = "WebClient";
    /** Where a filter further in finds the exchange that is on its way. */
    private static final String EXCHANGE = "tallyspan.exchange";

    private static final byte[] NOTHING = {};

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
            ObservedExchange exchange = guard.askOrNull(PLACE, () -> observer.begin(target(request), context));
            return exchange == null ? next.exchange(withCarrier(request, context)) : observed(request, next, exchange);
        });
    }

    private static RequestTarget target(ClientRequest request) {
        return SpringHeaders.target(request.method(), request.url(), request.headers());
    }

    private ClientRequest withCarrier(ClientRequest request, Context context) {
        return guard.ask(
                PLACE,
                () -> {
                    String carrier = observer.outboundCarrier(target(request), context);
                    return carrier == null
                            ? request
                            : ClientRequest.from(request)
                                    .header(CarrierSource.HEADER, carrier)
                                    .build();
                },
                () -> request);
    }

    private Mono<ClientResponse> observed(ClientRequest request, ExchangeFunction next, ObservedExchange exchange) {
        ClientRequest tapped = ClientRequest.from(request)
                .body((output, inserting) ->
                        request.body().insert(new TappedRequest(output, exchange, guard), inserting))
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
        int status = response.statusCode().value();
        SpringHeaders headers = new SpringHeaders(response.headers().asHttpHeaders());
        exchange.responseHeaders(status, headers);
        StreamUsage usage = exchange.streamUsage();
        UsageChunkFilter filter = usage == null ? null : usage.filter(status, headers);
        return response.mutate()
                .body(body -> {
                    Flux<DataBuffer> shown = body.doOnNext(buffer -> show(buffer, exchange))
                            .doOnComplete(exchange::responseEnd)
                            .doOnError(exchange::failed)
                            .doOnCancel(exchange::responseClosed);
                    return filter == null ? shown : filtered(shown, filter);
                })
                .build();
    }

    private static Flux<DataBuffer> filtered(Flux<DataBuffer> body, UsageChunkFilter filter) {
        Flux<DataBuffer> passed = body.handle((buffer, sink) -> {
            byte[] bytes = taken(buffer);
            pass(filter.filter(bytes, 0, bytes.length), sink::next);
        });
        Mono<DataBuffer> rest = Mono.create(sink -> {
            pass(filter.end(), sink::success);
            sink.success();
        });
        return passed.concatWith(rest);
    }

    private static void pass(byte[] bytes, Consumer<DataBuffer> application) {
        if (bytes.length > 0) {
            application.accept(DefaultDataBufferFactory.sharedInstance.wrap(bytes));
        }
    }

    private static byte[] taken(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static void show(DataBuffer buffer, ObservedExchange exchange) {
        try (DataBuffer.ByteBufferIterator pieces = buffer.readableByteBuffers()) {
            pieces.forEachRemaining(exchange::responseBody);
        }
    }

    /** A request whose body shows itself to an exchange while it is written. */
    private static final class TappedRequest extends ClientHttpRequestDecorator {

        private final ObservedExchange exchange;
        private final Guard guard;

        TappedRequest(ClientHttpRequest request, ObservedExchange exchange, Guard guard) {
            super(request);
            this.exchange = exchange;
            this.guard = guard;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            exchange.requestBodyStart();
            StreamUsage usage = exchange.streamUsage();
            return usage == null
                    ? super.writeWith(Flux.from(body).doOnNext(this::show).doOnComplete(exchange::requestBodyEnd))
                    : DataBufferUtils.join(body)
                            .map(ObservedWebCalls::taken)
                            .defaultIfEmpty(NOTHING)
                            .flatMap(made -> writeAsking(made, usage));
        }

        private Mono<Void> writeAsking(byte[] made, StreamUsage usage) {
            exchange.requestBody(made, 0, made.length);
            byte[] asking = made.length > StreamUsage.MOST_BYTES ? null : guard.askOrNull(PLACE, () -> usage.ask(made));
            byte[] sent = asking == null ? made : asking;
            if (getHeaders().getContentLength() >= 0) {
                getHeaders().setContentLength(sent.length);
            }
            return super.writeWith(Mono.<DataBuffer>just(bufferFactory().wrap(sent))
                    .doOnSuccess(written -> exchange.requestBodyEnd()));
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
