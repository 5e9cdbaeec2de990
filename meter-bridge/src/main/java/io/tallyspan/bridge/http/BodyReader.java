package io.tallyspan.bridge.http;

import com.google.protobuf.ByteString;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies whole, within the limits: the size is counted after decompression and as it arrives, so a bomb or a lie
 * about the length costs no memory. Safe for use by several threads.
 */
final class BodyReader {

    private static final int PIECE = 64 * 1024;

    private final ReceiverLimits limits;
    private final Semaphore pieces;

    BodyReader(ReceiverLimits limits) {
        this.limits = limits;
        this.pieces = new Semaphore((int) Math.min(Integer.MAX_VALUE, limits.bytesInFlight() / PIECE + 1));
    }

    /** A body that holds its share of the memory until it is closed. */
    final class Body implements AutoCloseable {

        private final ByteString.Output out = ByteString.newOutput(PIECE);
        private int held;

        ByteString bytes() {
            return out.toByteString();
        }

        private void read(InputStream in) throws IOException, Refusal {
            long deadline = System.nanoTime() + limits.bodyTime().toNanos();
            byte[] piece = new byte[PIECE];
            long size = 0;
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                size += n;
                if (size > limits.bodyBytes()) {
                    throw new Refusal(
                            HttpStatus.PAYLOAD_TOO_LARGE_413,
                            "the body is larger than " + limits.bodyBytes()
                                    + " bytes after decompression: send smaller batches");
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new Refusal(
                            HttpStatus.SERVICE_UNAVAILABLE_503, "the body did not arrive within " + limits.bodyTime());
                }
                hold(size);
                out.write(piece, 0, n);
            }
        }

        private void hold(long size) throws Refusal {
            while ((long) held * PIECE < size) {
                if (!pieces.tryAcquire()) {
                    throw new Refusal(
                            HttpStatus.TOO_MANY_REQUESTS_429, "too many bytes are in flight: send again later");
                }
                held++;
            }
        }

        @Override
        public void close() {
            pieces.release(held);
            held = 0;
        }
    }

    /**
     * Reads a body.
     *
     * @param encoding the value of {@code Content-Encoding}
     * @throws IOException if the connection breaks
     * @throws Refusal if it breaks a limit, or is not in the encoding that it claims
     */
    Body read(InputStream in, @Nullable String encoding) throws IOException, Refusal {
        boolean zipped = isZipped(encoding);
        Body body = new Body();
        boolean read = false;
        try {
            body.read(zipped ? new GZIPInputStream(in, PIECE) : in);
            read = true;
            return body;
        } catch (ZipException | EOFException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST_400, "the body is no valid gzip: " + e.getMessage());
        } finally {
            if (!read) {
                body.close();
            }
        }
    }

    private static boolean isZipped(@Nullable String encoding) throws Refusal {
        if (encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity")) {
            return false;
        }
        if (encoding.strip().equalsIgnoreCase("gzip")) {
            return true;
        }
        throw new Refusal(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
                "Content-Encoding is neither gzip nor identity: set compression to gzip or none");
    }

    /** Reads and forgets what is left of a body, so that the sender gets to read the answer; gives up in time. */
    void drain(InputStream in, Duration atMost) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        byte[] piece = new byte[PIECE];
        while (System.nanoTime() - deadline < 0 && in.read(piece) >= 0) {
            // forgotten
        }
    }
}
