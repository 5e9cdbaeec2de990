package io.tallyspan.carrier;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/** What {@link CarrierVerifier} makes of a carrier. */
public sealed interface CarrierVerification {

    /** It is from somebody who has the secret, for us, and in time. */
    record Trusted(CarrierClaims claims) implements CarrierVerification {
        /** Checks the argument. */
        public Trusted {
            requireNonNull(claims, "claims");
        }
    }

    /** It must be ignored. */
    record Rejected(Reason reason) implements CarrierVerification {
        /** Checks the argument. */
        public Rejected {
            requireNonNull(reason, "reason");
        }
    }

    /** Why a carrier is ignored, in the order in which it is checked. */
    enum Reason {
        /** No secret is configured, so nothing is accepted. */
        NO_SECRET,
        /** Longer than 4,096 characters. */
        TOO_LARGE,
        /** No compact JWS, or its JSON is not what it must be: duplicate names, wrong types, missing claims. */
        MALFORMED,
        /** The algorithm is not HS256; unsigned carriers end here. */
        ALGORITHM,
        /** The header has {@code crit}: extensions that must be understood, and none are. */
        CRITICAL,
        /** No {@code kid}, or none that we have a secret for. */
        UNKNOWN_KEY,
        /** The signature is not by that secret. */
        SIGNATURE,
        /** It is valid for longer than five minutes. */
        LIFETIME,
        /** {@code iat} or {@code nbf} lies in the future, by more than the skew. */
        NOT_YET_VALID,
        /** {@code exp} has passed, by more than the skew. */
        EXPIRED,
        /** It is for somebody else. */
        AUDIENCE;

        /** The label under which it is counted. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
