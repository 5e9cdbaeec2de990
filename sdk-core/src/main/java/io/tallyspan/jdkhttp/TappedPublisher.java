package io.tallyspan.jdkhttp;

import io.tallyspan.call.ObservedExchange;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** A request body that shows its bytes when the client takes them; again from the start when it subscribes again. */
final class TappedPublisher implements BodyPublisher {

    private final BodyPublisher body;
    private final ObservedExchange exchange;
    private final Exchanges exchanges;

    TappedPublisher(BodyPublisher body, ObservedExchange exchange, Exchanges exchanges) {
        this.body = body;
        this.exchange = exchange;
        this.exchanges = exchanges;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> client) {
        exchange.requestBodyStart();
        body.subscribe(new Flow.Subscriber<ByteBuffer>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                client.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                exchanges.show(() -> Bytes.show(bytes, exchange::requestBody));
                client.onNext(bytes);
            }

            @Override
            public void onError(Throwable error) {
                client.onError(error);
            }

            @Override
            public void onComplete() {
                exchange.requestBodyEnd();
                client.onComplete();
            }
        });
    }
}
