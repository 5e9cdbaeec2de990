package io.tallyspan.reader;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** One deflate stream, inflated piece by piece into a buffer that is used again. */
final class Inflation implements AutoCloseable {

    private static final int BUFFER = 8 * 1024;

    private final Inflater inflater;
    private final byte[] buffer = new byte[BUFFER];

    /** {@code bare} if there is no zlib header and checksum around the data. */
    Inflation(boolean bare) {
        inflater = new Inflater(bare);
    }

    /** Inflates on; the index after the last byte that belongs to the stream. */
    int inflate(byte[] bytes, int from, int end, BodyDecoder.Output output) throws DataFormatException {
        inflater.setInput(bytes, from, end - from);
        while (!inflater.finished()) {
            int length = inflater.inflate(buffer);
            if (length > 0) {
                output.bytes(buffer, 0, length);
            } else if (inflater.needsDictionary()) {
                throw new DataFormatException("preset dictionary");
            } else if (inflater.needsInput()) {
                break;
            }
        }
        return end - inflater.getRemaining();
    }

    boolean finished() {
        return inflater.finished();
    }

    /** Makes ready for the next stream. */
    void reset() {
        inflater.reset();
    }

    @Override
    public void close() {
        inflater.end();
    }
}
