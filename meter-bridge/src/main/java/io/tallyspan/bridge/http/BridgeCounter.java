package io.tallyspan.bridge.http;

import java.util.Locale;

/** What a bridge counts since its start. Each is also known as {@code tallyspan.bridge.<name in lower case>}. */
public enum BridgeCounter {
    /** Usage records that the ledger had not seen. */
    ADDED,
    /** Usage records that it had: redeliveries, and second observers that agree. */
    DUPLICATES,
    /** Usage records that took the place of a worse one of the same event. */
    SUPERSEDING,
    /** Usage records that contradict the one in the ledger, kept aside. */
    CONFLICTS,
    /** Usage records that break the schema, kept as dead letters. */
    DEAD_LETTERS,
    /** Spans that are no usage records, ignored. */
    FOREIGN,
    /** Requests that were no OTLP; their senders drop them. */
    UNDECODABLE,
    /** Requests over the limit; their senders drop them. */
    TOO_LARGE,
    /** Requests sent back because too much was going on; they come again. */
    SATURATED,
    /** Requests sent back because the ledger could not commit, or for a fault of ours; they come again. */
    UNAVAILABLE;

    /** The name for people and metrics. */
    public String metricName() {
        return "tallyspan.bridge." + name().toLowerCase(Locale.ROOT);
    }
}
