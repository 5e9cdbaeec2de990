package io.tallyspan.call;

import io.opentelemetry.context.Context;
import io.tallyspan.attribution.CallOrigin;
import io.tallyspan.attribution.Execution;
import io.tallyspan.id.Fingerprints;
import io.tallyspan.runtime.TimeSource;
import io.tallyspan.usage.AttemptSource;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.UsageRecord.Attempt;
import org.jspecify.annotations.Nullable;

/** Decides which call an exchange belongs to. Safe for use by several threads. */
final class CallResolver {

    /** Calls outside any scope have no execution to live in: the failed ones of late are kept here. */
    private static final int MAX_UNSCOPED = 1024;

    private final FailedCalls unscoped = new FailedCalls(MAX_UNSCOPED);

    private final TimeSource time;
    private final long retryWindowNanos;

    CallResolver(TimeSource time, long retryWindowNanos) {
        this.time = time;
        this.retryWindowNanos = retryWindowNanos;
    }

    /**
     * An exchange's place, and where its failure has to be noted for a retry to find it; null where a wrapper rules.
     */
    record Place(
            ModelCall call,
            Attempt attempt,
            CallKey key,
            @Nullable FailedCalls failed) {}

    OpenCall open(String operation, String canonicalForm, CallOrigin origin, Context context) {
        return new OpenCall(operation, start(canonicalForm, origin), context);
    }

    /** A call of which no bytes are seen. */
    ModelCall start(String canonicalForm, CallOrigin origin) {
        return newCall(new CallKey(origin.attribution().stepPath(), Fingerprints.wrapper(canonicalForm)), origin);
    }

    Place resolve(
            @Nullable OpenCall wrapper, String operation, CallOrigin origin, String fingerprint, RetryMarker marker) {
        CallKey key = new CallKey(origin.attribution().stepPath(), fingerprint);
        if (wrapper != null) {
            Attempt joined = wrapper.join(operation, fingerprint, marker);
            if (joined != null) {
                return new Place(wrapper.call(), joined, key, null);
            }
        }
        FailedCalls failed = origin.scoped() ? CallBook.of(origin.execution()).failed() : unscoped;
        ModelCall retried = failed.take(key, marker, time.nanoTime(), retryWindowNanos);
        ModelCall call = retried == null ? newCall(key, origin) : retried;
        boolean marked = retried == null ? marker.numbered() : retried.isFollowedBy(marker);
        AttemptSource source = marked ? AttemptSource.MARKER : AttemptSource.INFERRED;
        return new Place(call, call.nextAttempt(marker, source), key, failed);
    }

    /** Takes note of how an exchange ended: after a failure, an equal request may be its retry. */
    void ended(Place place, Outcome outcome) {
        if (place.failed() != null && (outcome == Outcome.ERROR || outcome == Outcome.NO_RESPONSE)) {
            place.call().failedAt(time.nanoTime());
            place.failed().add(place.key(), place.call());
        }
    }

    private static ModelCall newCall(CallKey key, CallOrigin origin) {
        Execution execution = origin.execution();
        return new ModelCall(CallBook.of(execution).nextId(execution, key), origin);
    }
}
