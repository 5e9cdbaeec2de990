package io.tallyspan.usage;

import java.util.Locale;

/** How an exchange with a provider ended. */
public enum Outcome {
    /** The response arrived whole. */
    OK,
    /** The status or the body is an error, or the request was never fully sent. */
    ERROR,
    /** A good response began and did not reach its end: broken, cancelled or closed early. */
    CUT,
    /** The request was fully sent and no status came back. */
    NO_RESPONSE;

    /** The value of {@code tallyspan.outcome}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
