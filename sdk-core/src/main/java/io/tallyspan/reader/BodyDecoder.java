package io.tallyspan.reader;

import java.util.zip.DataFormatException;

/** Undoes a content encoding (RFC 9110, section 8.4), piece by piece. */
interface BodyDecoder extends AutoCloseable {

    /** Takes decoded bytes; the array is only valid during the call. */
    @FunctionalInterface
    interface Output {
        /**
         * The next decoded bytes, up to {@code end}.
         *
         * @throws DataFormatException if they are encoded once more, and not as the header says
         */
        void bytes(byte[] bytes, int from, int end) throws DataFormatException;
    }

    /**
     * Decodes the next bytes.
     *
     * @throws DataFormatException if they are not of the encoding
     */
    void decode(byte[] bytes, int from, int end, Output output) throws DataFormatException;

    /** Lets go of native memory. Again: does nothing. */
    @Override
    void close();
}
