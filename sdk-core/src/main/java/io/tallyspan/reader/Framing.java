package io.tallyspan.reader;

/**
 * Takes documents out of a decoded body and passes them to a reader. One object for one body; not safe for use by
 * several threads.
 */
interface Framing {

    /** The next bytes, up to {@code end}. */
    void feed(byte[] bytes, int from, int end);

    /** No more bytes will come; {@code endOfBody} if that is how the body ended, and not by a cut. */
    void finish(boolean endOfBody);

    /** Whether the body has said in its own words that nothing follows. */
    boolean terminated();

    /** Whether something in the body was not what the framing promises. */
    boolean unreadable();
}
