package io.tallyspan.jdkhttp;

import io.tallyspan.call.UsageChunkFilter;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The application's subscriber, which is told of everything but the usage that it did not ask for. It hears of nothing
 * that it has not requested: where all that came is held back or hidden, more is requested in its name, and what is
 * left at the end waits until it requests.
 */
final class FilteredSubscriber<T> implements BodySubscriber<T> {

    private final BodySubscriber<T> application;
    private final UsageChunkFilter filter;
    private final AtomicLong demand = new AtomicLong();
    private Flow.@Nullable Subscription wire;
    /** What is left at the end, and not requested yet; guarded by this. */
    private byte @Nullable [] rest;

    FilteredSubscriber(BodySubscriber<T> application, UsageChunkFilter filter) {
        this.application = application;
        this.filter = filter;
    }

    @Override
    public CompletionStage<T> getBody() {
        return application.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        wire = subscription;
        application.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                if (n > 0) {
                    demand.accumulateAndGet(n, FilteredSubscriber::sum);
                }
                if (!deliverRest()) {
                    subscription.request(n);
                }
            }

            @Override
            public void cancel() {
                subscription.cancel();
            }
        });
    }

    private static long sum(long here, long more) {
        return here + more < 0 ? Long.MAX_VALUE : here + more;
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        byte[] passed = {};
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            byte[] more = filter.filter(bytes, 0, bytes.length);
            passed = passed.length == 0 ? more : joined(passed, more);
        }
        Flow.Subscription subscription = wire;
        if (passed.length > 0) {
            deliver(passed);
        } else if (subscription != null) {
            subscription.request(1);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private void deliver(byte[] bytes) {
        demand.updateAndGet(n -> n == Long.MAX_VALUE || n == 0 ? n : n - 1);
        application.onNext(List.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
    }

    @Override
    public void onError(Throwable error) {
        application.onError(error);
    }

    @Override
    public void onComplete() {
        byte[] left = filter.end();
        if (left.length == 0) {
            application.onComplete();
            return;
        }
        synchronized (this) {
            rest = left;
        }
        deliverRest();
    }

    /** Whether the stream has ended: then what is left is delivered, as soon as it is requested. */
    private boolean deliverRest() {
        byte[] left;
        synchronized (this) {
            left = rest;
            if (left == null) {
                return false;
            }
            if (demand.get() == 0) {
                return true;
            }
            rest = null;
        }
        deliver(left);
        application.onComplete();
        return true;
    }
}
