package io.tallyspan.usage;

import java.util.Locale;

/** How an attempt's place in its call is known. */
public enum AttemptSource {
    /** A wrapper above the wire had opened the call. */
    WRAPPER,
    /** The client numbers its attempts on the wire. */
    MARKER,
    /** From order, step and fingerprint alone. */
    INFERRED;

    /** The value of {@code tallyspan.call.attempt_source}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
