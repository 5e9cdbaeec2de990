package io.tallyspan.bridge.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a receiver takes at most.
 *
 * @param bodyBytes the size of one request's body after decompression
 * @param concurrentRequests how many requests are worked on at once
 * @param bytesInFlight the bodies of all of these together
 * @param bodyTime how long one body may take to arrive
 */
public record ReceiverLimits(long bodyBytes, int concurrentRequests, long bytesInFlight, Duration bodyTime) {

    /** Checks the arguments. */
    public ReceiverLimits {
        requireNonNull(bodyTime, "bodyTime");
        if (bodyBytes < 1 || bodyBytes > Integer.MAX_VALUE || concurrentRequests < 1 || bytesInFlight < bodyBytes) {
            throw new IllegalArgumentException("limits that let nothing through: " + bodyBytes + " bytes, "
                    + concurrentRequests + " requests, " + bytesInFlight + " bytes in flight");
        }
    }
}
