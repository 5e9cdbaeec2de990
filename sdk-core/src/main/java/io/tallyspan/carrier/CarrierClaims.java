package io.tallyspan.carrier;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one process tells another about a run. Immutable.
 *
 * @param run the run's id; claim {@code run}
 * @param customer the customer, or null; claim {@code cust}
 * @param feature the feature, or null; claim {@code feat}
 * @param stepPath the path of the step that the receiver's steps go below; empty outside any; claim {@code step}
 * @param audience whom it is for, or null for whoever has the secret; claim {@code aud}
 * @param issuedAt claim {@code iat}, to the second
 * @param expiresAt claim {@code exp}, to the second; after {@code issuedAt}
 */
public record CarrierClaims(
        String run,
        @Nullable String customer,
        @Nullable String feature,
        String stepPath,
        @Nullable String audience,
        Instant issuedAt,
        Instant expiresAt) {

    /** How long a carrier is good for. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    /** Checks the arguments. */
    public CarrierClaims {
        if (requireNonNull(run, "run").isEmpty()) {
            throw new IllegalArgumentException("run is empty");
        }
        requireNonNull(stepPath, "stepPath");
        requireNonNull(issuedAt, "issuedAt");
        if (!requireNonNull(expiresAt, "expiresAt").isAfter(issuedAt)) {
            throw new IllegalArgumentException("expires at " + expiresAt + ", issued at " + issuedAt);
        }
    }

    /** Claims issued at that time, good for {@link #LIFETIME}. */
    public static CarrierClaims issuedAt(
            Instant now,
            String run,
            @Nullable String customer,
            @Nullable String feature,
            String stepPath,
            @Nullable String audience) {
        return new CarrierClaims(run, customer, feature, stepPath, audience, now, now.plus(LIFETIME));
    }
}
