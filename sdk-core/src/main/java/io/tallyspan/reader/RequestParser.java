package io.tallyspan.reader;

import java.nio.ByteBuffer;

/** Reads the facts of a request from the bytes of its body, in constant memory. */
public final class RequestParser {

    /** A parser for one request. */
    public RequestParser() {}

    /** The next bytes of the body. */
    public void feed(byte[] bytes, int offset, int length) {}

    /** The same from a buffer, whose position stays as it is. */
    public void feed(ByteBuffer bytes) {}

    /** What has been read so far. */
    public RequestFacts facts() {
        return RequestFacts.NONE;
    }
}
