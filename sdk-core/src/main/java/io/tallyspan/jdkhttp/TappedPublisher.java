package io.tallyspan.jdkhttp;

import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.StreamUsage;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A request body that shows its bytes when the client takes them; again from the start when it subscribes again. */
final class TappedPublisher implements BodyPublisher {

    private static final Set<String> IN_MEMORY = Set.of(
            "jdk.internal.net.http.RequestPublishers$StringPublisher",
            "jdk.internal.net.http.RequestPublishers$ByteArrayPublisher");

    private final BodyPublisher body;
    private final byte @Nullable [] made;
    private final ObservedExchange exchange;
    private final Exchanges exchanges;

    /**
     * Taps {@code body}.
     *
     * @param made what the application made, where {@code body} is not that; null where it is
     */
    TappedPublisher(BodyPublisher body, byte @Nullable [] made, ObservedExchange exchange, Exchanges exchanges) {
        this.body = body;
        this.made = made;
        this.exchange = exchange;
        this.exchanges = exchanges;
    }

    /**
     * Shows a body that was not sent, for its fingerprint, if it lies in memory: to subscribe to any other publisher
     * may consume or do something.
     */
    static void showRepeatable(BodyPublisher publisher) {
        if (publisher instanceof TappedPublisher tapped) {
            byte[] bytes = tapped.made == null ? bytesOf(tapped.body) : tapped.made;
            if (bytes != null) {
                tapped.exchange.requestBodyStart();
                tapped.exchange.requestBody(bytes, 0, bytes.length);
            }
        }
    }

    /** The bytes of a body that lies in memory, if there are not too many; null for any other. */
    static byte @Nullable [] bytesOf(BodyPublisher body) {
        if (!IN_MEMORY.contains(body.getClass().getName()) || body.contentLength() > StreamUsage.MOST_BYTES) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) body.contentLength());
        body.subscribe(new Collector(bytes));
        return bytes.toByteArray();
    }

    private record Collector(ByteArrayOutputStream bytes) implements Flow.Subscriber<ByteBuffer> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            Bytes.show(buffer, bytes::write);
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
        if (made != null) {
            exchange.requestBody(made, 0, made.length);
        }
        long length = body.contentLength();
        body.subscribe(new Flow.Subscriber<ByteBuffer>() {
            private long taken;
            private boolean whole;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                client.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                if (made == null) {
                    exchanges.show(() -> Bytes.show(bytes, exchange::requestBody));
                }
                taken += bytes.remaining();
                if (taken == length) {
                    // Before the last bytes go: who has them may answer, or hang up, before the end is told.
                    end();
                }
                client.onNext(bytes);
            }

            private void end() {
                if (!whole) {
                    whole = true;
                    exchange.requestBodyEnd();
                }
            }

            @Override
            public void onError(Throwable error) {
                client.onError(error);
            }

            @Override
            public void onComplete() {
                end();
                client.onComplete();
            }
        });
    }
}
