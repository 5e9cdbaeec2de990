package io.tallyspan.bridge.ledger;

import io.tallyspan.usage.Quality;

/**
 * What a second record of one event is, next to the one that the ledger holds: section "Same id twice" of the
 * specification as a pure function. Time, trace, host, attribution, call and cost play no part.
 */
enum Verdict {
    /** Says the same. */
    DUPLICATE,
    /** Knows better. */
    SUPERSEDES,
    /** Says something else and is no better: the first one stays. */
    CONFLICT;

    /** Judges a second record. A better one supersedes even where the counts agree: how well they are known changed. */
    static Verdict on(String digest, Quality quality, String secondDigest, Quality secondQuality) {
        if (secondQuality.isBetterThan(quality)) {
            return SUPERSEDES;
        }
        return digest.equals(secondDigest) ? DUPLICATE : CONFLICT;
    }
}
