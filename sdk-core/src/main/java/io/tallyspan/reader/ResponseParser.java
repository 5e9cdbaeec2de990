package io.tallyspan.reader;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the answer of one exchange from the bytes of the response's body, in constant memory. */
public final class ResponseParser {

    /** A parser for the answer that {@code endpoint} gives, as its response's headers describe the body. */
    public ResponseParser(Endpoint endpoint, @Nullable String contentType, @Nullable String contentEncoding) {}

    /** The next bytes of the body as they came over the wire. */
    public void feed(byte[] bytes, int offset, int length) {}

    /** The same from a buffer, whose position stays as it is. */
    public void feed(ByteBuffer bytes) {}

    /** Whether the answer has reached its own end. */
    public boolean terminated() {
        return false;
    }

    /** What has been read so far. */
    public Answer answer() {
        return Answer.NOTHING;
    }

    /** No more bytes will come. {@code endOfBody}: the body was read to its end, not cut. */
    public Answer finish(boolean endOfBody) {
        return Answer.NOTHING;
    }
}
