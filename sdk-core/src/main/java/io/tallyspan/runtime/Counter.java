package io.tallyspan.runtime;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every counter that Tallyspan keeps. Each is also an OpenTelemetry metric of the name {@link #metricName()}. */
public enum Counter {
    /** Usage events handed to the pipeline. */
    EVENTS(null),
    /** Attempts handed to the pipeline, billed or not. */
    ATTEMPTS(null),
    /** Answers whose strong id this process had already reported with usage. */
    REPLAYS(null),
    /** Billable exchanges that no reader understands, by path template. */
    UNSUPPORTED("path"),
    /** Answers of model calls whose content encoding nobody here can undo, by encoding. */
    UNREAD_ENCODINGS("encoding"),
    /** Events exported without a value for a dimension, by dimension. */
    UNATTRIBUTED("dimension"),
    /** Records lost, by reason. Zero in a healthy process. */
    DROPPED("reason"),
    /** Throwables that the guard kept away from the application, by place. */
    GUARDED("place"),
    /** Inbound carriers that were ignored, by reason. */
    CARRIERS_REJECTED("reason"),
    /** Carriers that were not sent, by reason. */
    CARRIERS_WITHHELD("reason"),
    /** Steps whose path depends on timing ({@code name[~]}). */
    STEPS_NOT_REPLAYABLE(null),
    /** Events without a price. */
    UNPRICED("model"),
    /** Records handed to the sender and acknowledged by the receiver. */
    EXPORTED(null),
    /** Export requests that failed and were kept for another try, by cause. */
    EXPORT_FAILURES("cause"),
    /**
     * Questions whether the price list at a URL has changed, by result: {@code updated}, {@code unchanged} or
     * {@code failed}.
     */
    PRICE_UPDATES("result");

    private final @Nullable String label;

    Counter(@Nullable String label) {
        this.label = label;
    }

    /** The attribute that splits this counter, such as {@code reason}; null where it is a single number. */
    public @Nullable String label() {
        return label;
    }

    /** The name of the OpenTelemetry metric: {@code tallyspan.} and the lower-case name of the constant. */
    public String metricName() {
        return "tallyspan." + name().toLowerCase(Locale.ROOT);
    }
}
