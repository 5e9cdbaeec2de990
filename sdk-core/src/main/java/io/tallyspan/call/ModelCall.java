package io.tallyspan.call;

import io.tallyspan.attribution.CallOrigin;
import io.tallyspan.usage.AttemptSource;
import io.tallyspan.usage.UsageRecord.Attempt;

/** One call: its id, who makes it, and how many attempts it has had. Safe for use by several threads. */
final class ModelCall {

    private final String id;
    private final CallOrigin origin;
    private int attempts;
    private RetryMarker lastMarker = RetryMarker.NONE;
    private long failedAtNanos;

    ModelCall(String id, CallOrigin origin) {
        this.id = id;
        this.origin = origin;
    }

    String id() {
        return id;
    }

    /** Who makes the call, as read when it started: its retries are on the same account. */
    CallOrigin origin() {
        return origin;
    }

    synchronized Attempt nextAttempt(RetryMarker marker, AttemptSource source) {
        lastMarker = marker;
        return new Attempt(id, ++attempts, source);
    }

    synchronized void failedAt(long nanoTime) {
        failedAtNanos = nanoTime;
    }

    /** Whether the client itself says that a request with {@code marker} is a retry of this call. */
    synchronized boolean isFollowedBy(RetryMarker marker) {
        return marker.follows(lastMarker);
    }

    /** Whether a request that carries {@code marker} now is a retry of this call, whose last exchange has failed. */
    synchronized boolean takesRetry(RetryMarker marker, long nanoTime, long windowNanos) {
        return marker.follows(lastMarker) || nanoTime - failedAtNanos <= windowNanos;
    }
}
