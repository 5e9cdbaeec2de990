package io.tallyspan.call;

import io.tallyspan.runtime.DaemonThreads;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.TimeSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The responses that are being read right now: ends those that have gone quiet (an application that forgot to close a
 * stream would otherwise lose its usage) and, at shutdown, all of them. Safe for use by several threads.
 */
final class OpenExchanges implements AutoCloseable {

    private static final int SWEEPS_PER_TIMEOUT = 10;

    private final Set<ObservedExchange> open = ConcurrentHashMap.newKeySet();
    private final TimeSource time;
    private final Guard guard;
    private final long idleNanos;
    private @Nullable ScheduledExecutorService sweeper;
    private boolean closed;

    OpenExchanges(TimeSource time, Guard guard, long idleNanos) {
        this.time = time;
        this.guard = guard;
        this.idleNanos = idleNanos;
    }

    void add(ObservedExchange exchange) {
        open.add(exchange);
        startSweeping();
    }

    void remove(ObservedExchange exchange) {
        open.remove(exchange);
    }

    /** Ends every response that has been without a byte for too long. */
    void sweep() {
        long now = time.nanoTime();
        for (ObservedExchange exchange : open) {
            exchange.endIfIdle(now, idleNanos);
        }
    }

    private synchronized void startSweeping() {
        if (sweeper != null || closed) {
            return;
        }
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(1, task -> DaemonThreads.create("tallyspan-idle-streams", task));
        executor.setRemoveOnCancelPolicy(true);
        long period = Math.max(TimeUnit.MILLISECONDS.toNanos(10), idleNanos / SWEEPS_PER_TIMEOUT);
        var unused = executor.scheduleWithFixedDelay(
                () -> guard.run("idle streams", this::sweep), period, period, TimeUnit.NANOSECONDS);
        sweeper = executor;
    }

    /** Ends what is open; what opens later is still observed, but nobody looks whether it goes quiet. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (sweeper != null) {
                sweeper.shutdownNow();
            }
        }
        List.copyOf(open).forEach(ObservedExchange::endForShutdown);
    }
}
