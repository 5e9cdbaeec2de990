package io.tallyspan.testing.kit;

/** What an integration may get wrong. */
enum Defect {
    /** Reads a stream to its end before the application gets the first piece. */
    READS_AHEAD,
    /** Changes the bytes on their way. */
    CHANGES_BYTES,
    /** Adds a header to the request. */
    ADDS_HEADER,
    /** Asks who is calling on the thread that does the work. */
    LATE_ATTRIBUTION,
    /** Forgets to tell the end of a good answer. */
    NO_END,
    /** Forgets to tell a failure. */
    NO_FAILURE,
    /** Forgets to tell that a stream was closed. */
    NO_CLOSE,
    /** Wraps the application's exceptions. */
    WRAPS_EXCEPTIONS,
    /** Leaves a scope open. */
    LEAKS_SCOPE,
    /** Keeps something of each call in a thread that lives on. */
    PINS_CLASS_LOADER,
    /** Tells the body's end before anything is sent. */
    SENT_TOO_EARLY,
    /** Hands no context down to an observer below. */
    HIDES_HANDLE
}
