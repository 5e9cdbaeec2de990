package io.tallyspan.reader;

import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The {@code deflate} encoding: by RFC 9110 a zlib stream, but some servers send bare deflate data. The first two bytes
 * tell: a zlib header names method 8 and is a multiple of 31 (RFC 1950, section 2.2).
 */
final class DeflateDecoder implements BodyDecoder {

    private int first = -1;
    private @Nullable Inflation inflation;

    @Override
    public void decode(byte[] bytes, int from, int end, Output output) throws DataFormatException {
        int p = from;
        if (first < 0 && p < end) {
            first = bytes[p++] & 0xff;
        }
        if (p == end) {
            return;
        }
        if (inflation == null) {
            boolean zlib = (first & 0x0f) == 8 && (first * 256 + (bytes[p] & 0xff)) % 31 == 0;
            inflation = new Inflation(!zlib);
            inflation.inflate(new byte[] {(byte) first}, 0, 1, output);
        }
        inflation.inflate(bytes, p, end, output);
    }

    @Override
    public void close() {
        if (inflation != null) {
            inflation.close();
        }
    }
}
