package io.tallyspan.export;

/** What the receiver made of one export request. */
sealed interface SendResult {

    /** Taken whole. {@code message} is the receiver's advice; empty for none. */
    record Accepted(String message) implements SendResult {}

    /** Taken but for {@code rejected} spans, which it does not name. */
    record PartlyRejected(long rejected, String message) implements SendResult {}

    /** The request itself is at fault (400, 413): it is the same next time, but its parts may pass. */
    record Unacceptable(String cause, String detail) implements SendResult {}

    /** The receiver or the way to it is set up wrongly: somebody has to act, so it is tried seldom. */
    record Refused(String cause, String detail) implements SendResult {}

    /** Anything else: tried again until it is taken. */
    record Unavailable(String cause, String detail) implements SendResult {}
}
