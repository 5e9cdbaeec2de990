package io.tallyspan.reader;

import java.util.Locale;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** Undoes a content encoding (RFC 9110, section 8.4), piece by piece. */
interface BodyDecoder extends AutoCloseable {

    /** Takes decoded bytes; the array is only valid during the call. */
    @FunctionalInterface
    interface Output {
        /** The next decoded bytes, up to {@code end}. */
        void bytes(byte[] bytes, int from, int end);
    }

    /**
     * Decodes the next bytes.
     *
     * @throws DataFormatException if they are not of the encoding
     */
    void decode(byte[] bytes, int from, int end, Output output) throws DataFormatException;

    /** Lets go of native memory. */
    @Override
    void close();

    /** Whether {@code contentEncoding} is a header that says nothing. */
    static boolean isIdentity(@Nullable String contentEncoding) {
        return contentEncoding == null || normalised(contentEncoding).isEmpty();
    }

    /** The decoder for the value of a {@code Content-Encoding} header that is not identity; null if there is none. */
    static @Nullable BodyDecoder of(String contentEncoding) {
        return switch (normalised(contentEncoding)) {
            case "gzip", "x-gzip" -> new GzipDecoder();
            case "deflate" -> new DeflateDecoder();
            default -> null;
        };
    }

    private static String normalised(String contentEncoding) {
        String encoding = contentEncoding.trim().toLowerCase(Locale.ROOT);
        return encoding.equals("identity") ? "" : encoding;
    }
}
