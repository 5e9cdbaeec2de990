package io.tallyspan.export;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait after a failed export: doubling, with a fifth of jitter, so that processes that lost their collector
 * together do not return together. OpenTelemetry's senders do not show {@code Retry-After}, so it cannot be obeyed to
 * the second. Not safe for use by several threads.
 */
final class BackOff {

    /**
     * @param first the first wait
     * @param unavailable the longest wait for a receiver that is not ready
     * @param refused the longest wait for one that refuses until somebody acts
     */
    record Timing(Duration first, Duration unavailable, Duration refused) {

        static final Timing STANDARD = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(5));
    }

    private final Timing timing;
    private long nextNanos;

    BackOff(Timing timing) {
        this.timing = timing;
        reset();
    }

    void reset() {
        nextNanos = timing.first().toNanos();
    }

    /** The next wait in nanoseconds. */
    long next(boolean refused) {
        long longest = (refused ? timing.refused() : timing.unavailable()).toNanos();
        long wait = Math.min(nextNanos, longest);
        nextNanos = Math.min(wait * 2, timing.refused().toNanos());
        long jitter = wait / 5;
        return wait - jitter + (jitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(2 * jitter));
    }
}
