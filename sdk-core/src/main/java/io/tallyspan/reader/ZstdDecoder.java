package io.tallyspan.reader;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;

/**
 * The {@code zstd} encoding (RFC 8878), by zstd-jni; several frames are one body, and skippable ones are skipped. By
 * RFC 9659 a window has at most 8 MiB, in native memory; a frame that wants more is refused. A body that does not begin
 * like a frame is passed on as it is, as with gzip.
 */
final class ZstdDecoder implements BodyDecoder {

    private static final int WINDOW_LOG = 23;
    private static final int BUFFER = 8 * 1024;
    private static final int MAGIC_LENGTH = 4;
    private static final int MAGIC = 0xfd2fb528;
    private static final int SKIPPABLE = 0x184d2a50;

    private final Pieces pieces = new Pieces();
    private final ZstdInputStreamNoFinalizer stream;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] head = new byte[MAGIC_LENGTH];
    private int headLength;
    private boolean plain;

    /**
     * @throws IllegalStateException if no decoder can be had
     * @throws LinkageError if the library or its native part is missing, or is of a version that does not fit
     */
    ZstdDecoder() {
        try {
            stream = new ZstdInputStreamNoFinalizer(pieces).setContinuous(true).setLongMax(WINDOW_LOG);
        } catch (IOException e) {
            throw new IllegalStateException("zstd-jni gives no decoder", e);
        }
    }

    /** The piece at hand; at its end the stream ends, for the time being. */
    private static final class Pieces extends InputStream {
        private byte[] bytes = {};
        private int at;
        private int end;

        void set(byte[] piece, int from, int to) {
            bytes = piece;
            at = from;
            end = to;
        }

        @Override
        public int read() {
            return at < end ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == end) {
                return -1;
            }
            int read = Math.min(length, end - at);
            System.arraycopy(bytes, at, into, offset, read);
            at += read;
            return read;
        }

        @Override
        public int available() {
            return end - at;
        }
    }

    @Override
    public void decode(byte[] bytes, int from, int end, Output output) throws DataFormatException {
        int p = from;
        if (headLength < MAGIC_LENGTH) {
            while (p < end && headLength < MAGIC_LENGTH) {
                head[headLength++] = bytes[p++];
                plain = !beginsLikeAFrame();
                if (plain) {
                    output.bytes(head, 0, headLength);
                    headLength = MAGIC_LENGTH;
                }
            }
            if (headLength < MAGIC_LENGTH) {
                return;
            }
            if (!plain) {
                undo(head, 0, MAGIC_LENGTH, output);
            }
        }
        if (plain) {
            output.bytes(bytes, p, end);
        } else {
            undo(bytes, p, end, output);
        }
    }

    private boolean beginsLikeAFrame() {
        for (int i = 0; i < headLength; i++) {
            int b = head[i] & 0xff;
            boolean frame = b == ((MAGIC >>> (8 * i)) & 0xff);
            boolean skippable = i == 0 ? (b & 0xf0) == (SKIPPABLE & 0xf0) : b == ((SKIPPABLE >>> (8 * i)) & 0xff);
            if (!frame && !skippable) {
                return false;
            }
        }
        return true;
    }

    private void undo(byte[] bytes, int from, int end, Output output) throws DataFormatException {
        pieces.set(bytes, from, end);
        try {
            for (int n = stream.read(buffer, 0, BUFFER); n >= 0; n = stream.read(buffer, 0, BUFFER)) {
                output.bytes(buffer, 0, n);
            }
        } catch (IOException e) {
            DataFormatException noZstd = new DataFormatException("no zstd");
            noZstd.initCause(e);
            throw noZstd;
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new IllegalStateException("a stream of bytes in memory cannot fail to close", e);
        }
    }
}
