package io.tallyspan.carrier;

import io.tallyspan.runtime.TimeSource;
import java.util.concurrent.TimeUnit;

/** A clock that stands. */
record FixedTime(long epochSecond) implements TimeSource {

    @Override
    public long epochNanos() {
        return TimeUnit.SECONDS.toNanos(epochSecond);
    }

    @Override
    public long nanoTime() {
        return 0;
    }
}
