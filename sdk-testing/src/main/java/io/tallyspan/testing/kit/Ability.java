package io.tallyspan.testing.kit;

/** What a client can do or let the kit do. What it lacks is declared, and named in its module's README. */
public enum Ability {
    /** Makes embeddings. */
    EMBEDDINGS,
    /** Retries refusals and failures by itself, as often as {@link ClientSetup#retries()} says. */
    RETRIES,
    /** Retries by itself when a connection is lost before the answer, too. */
    RETRIES_LOST_CONNECTIONS,
    /** Takes an answer without usage for a good one. */
    ANSWERS_WITHOUT_USAGE,
    /** Sends {@link ClientSetup#headers()} with every request, a retry marker of the kit's own included. */
    HEADERS,
    /** A call under way can be cancelled by its future. */
    CANCELS,
    /** Can be wrapped several times, as {@link ClientSetup#layers()} says. */
    LAYERS,
    /** Can lose the handle between two layers, as {@link ClientSetup#handleLost()} says. */
    LOSES_HANDLE,
    /** Can have {@link ClientSetup#failure()} thrown by its transport, below Tallyspan. */
    FAILURES,
    /** Hands over whatever a stream brings, not its texts alone. */
    EVERY_EVENT,
    /** Hands over each piece of a stream as it comes; without it, when the next one comes. */
    EACH_AT_ONCE,
    /** Shows a plain answer while it comes; without it, one that breaks off looks like none. */
    PARTS_OF_ANSWERS,
    /** A stream ends there and then if the application's callback throws; without it, the stream is read to its end. */
    ENDS_WITH_CALLBACK,
    /** Streams ask for usage only if {@link ClientSetup#streamUsage()} says so. */
    STREAM_USAGE
}
