package io.tallyspan.jdkhttp;

import io.tallyspan.call.ObservedExchange;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.Flow;

/** A request body that shows its bytes when the client takes them; again from the start when it subscribes again. */
final class TappedPublisher implements BodyPublisher {

    private static final Set<String> IN_MEMORY = Set.of(
            "jdk.internal.net.http.RequestPublishers$StringPublisher",
            "jdk.internal.net.http.RequestPublishers$ByteArrayPublisher");

    private final BodyPublisher body;
    private final ObservedExchange exchange;
    private final Exchanges exchanges;

    TappedPublisher(BodyPublisher body, ObservedExchange exchange, Exchanges exchanges) {
        this.body = body;
        this.exchange = exchange;
        this.exchanges = exchanges;
    }

    /**
     * Shows a body that was not sent, for its fingerprint, if it lies in memory: to subscribe to any other publisher
     * may consume or do something.
     */
    static void showRepeatable(BodyPublisher publisher) {
        if (publisher instanceof TappedPublisher tapped
                && IN_MEMORY.contains(tapped.body.getClass().getName())) {
            tapped.exchange.requestBodyStart();
            tapped.body.subscribe(new Onlooker(tapped.exchange));
        }
    }

    private record Onlooker(ObservedExchange exchange) implements Flow.Subscriber<ByteBuffer> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            Bytes.show(bytes, exchange::requestBody);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
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
