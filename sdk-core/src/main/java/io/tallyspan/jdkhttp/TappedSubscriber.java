package io.tallyspan.jdkhttp;

import io.tallyspan.call.ObservedExchange;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * The application's subscriber, seen from both sides: what the client delivers is shown before it is delivered, so that
 * the exchange has ended when the application hears of the end; a subscription that the application cancels (closing
 * the stream does) ends it too.
 */
final class TappedSubscriber<T> implements BodySubscriber<T> {

    private final BodySubscriber<T> application;
    private final ObservedExchange exchange;

    TappedSubscriber(BodySubscriber<T> application, ObservedExchange exchange) {
        this.application = application;
        this.exchange = exchange;
    }

    @Override
    public CompletionStage<T> getBody() {
        return application.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        application.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                subscription.request(n);
            }

            @Override
            public void cancel() {
                try {
                    subscription.cancel();
                } finally {
                    exchange.responseClosed();
                }
            }
        });
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            exchange.responseBody(buffer);
        }
        application.onNext(buffers);
    }

    @Override
    public void onError(Throwable error) {
        exchange.failed(error);
        application.onError(error);
    }

    @Override
    public void onComplete() {
        exchange.responseEnd();
        application.onComplete();
    }
}
