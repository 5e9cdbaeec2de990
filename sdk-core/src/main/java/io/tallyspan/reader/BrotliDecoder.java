package io.tallyspan.reader;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/**
 * The {@code br} encoding (RFC 7932), by Brotli4j. The window is at most 16 MiB, as the format has it, in native
 * memory.
 */
final class BrotliDecoder implements BodyDecoder {

    private static final int INPUT = 8 * 1024;

    private final DecoderJNI.Wrapper decoder;
    private final byte[] buffer = new byte[INPUT];
    private boolean closed;

    /**
     * @throws IllegalStateException if the native part is missing
     * @throws LinkageError if the library is missing, or is of a version that does not fit
     */
    BrotliDecoder() {
        if (!Brotli4jLoader.isAvailable()) {
            throw new IllegalStateException(
                    "Brotli4j has no native part here", Brotli4jLoader.getUnavailabilityCause());
        }
        try {
            decoder = new DecoderJNI.Wrapper(INPUT);
        } catch (IOException e) {
            throw new IllegalStateException("Brotli4j gives no decoder", e);
        }
    }

    @Override
    public void decode(byte[] bytes, int from, int end, Output output) throws DataFormatException {
        int p = from;
        while (true) {
            switch (decoder.getStatus()) {
                case DONE -> {
                    pull(output);
                    if (p < end) {
                        throw new DataFormatException("bytes after the end");
                    }
                    return;
                }
                case OK -> decoder.push(0);
                case NEEDS_MORE_OUTPUT -> pull(output);
                case NEEDS_MORE_INPUT -> {
                    pull(output);
                    if (p == end) {
                        return;
                    }
                    ByteBuffer input = decoder.getInputBuffer();
                    int length = Math.min(end - p, input.capacity());
                    input.clear();
                    input.put(bytes, p, length);
                    decoder.push(length);
                    p += length;
                }
                default -> throw new DataFormatException("no brotli");
            }
        }
    }

    private void pull(Output output) throws DataFormatException {
        while (decoder.hasOutput()) {
            ByteBuffer decoded = decoder.pull();
            while (decoded.hasRemaining()) {
                int length = Math.min(decoded.remaining(), buffer.length);
                decoded.get(buffer, 0, length);
                output.bytes(buffer, 0, length);
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            decoder.destroy();
        }
    }
}
