package io.tallyspan.runtime;

/**
 * Where time comes from. Implementations are safe for use by several threads.
 *
 * <p>Points in time come from {@link #epochNanos()}, durations only from differences of {@link #nanoTime()}, so that a
 * step of the wall clock never lengthens or shortens a call.
 */
public interface TimeSource {

    /** Nanoseconds since 1970-01-01T00:00Z, as precise as the platform gives. */
    long epochNanos();

    /** A monotonic reading in nanoseconds with an arbitrary origin; see {@link System#nanoTime()}. */
    long nanoTime();

    /** The clocks of the platform. */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
