package io.tallyspan.testing.provider;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes one HTTP/1.1 response: its head, and a body of known length or in chunks, each sent at once. */
final class HttpWriter {

    private final OutputStream out;
    private final int fragment;
    private @Nullable OutputStream body;

    /** {@code fragment}: the most bytes sent at once; 0 for no limit. */
    HttpWriter(OutputStream out, int fragment) {
        this.out = out;
        this.fragment = fragment;
    }

    /** {@code length}: of the body; negative for chunks. */
    void head(int status, Map<String, String> headers, long length, boolean gzip) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + ' ' + reason(status) + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (gzip) {
            head.append("content-encoding: gzip\r\n");
        }
        boolean chunked = gzip || length < 0;
        head.append(chunked ? "transfer-encoding: chunked" : "content-length: " + length);
        out.write(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        OutputStream framed = chunked ? new Chunks(out) : new Plain(out);
        body = gzip ? new GZIPOutputStream(framed, 512, true) : framed;
    }

    /** Sends a piece of the body, now. */
    void piece(byte[] bytes) throws IOException {
        OutputStream target = begun();
        int step = fragment <= 0 ? Math.max(1, bytes.length) : fragment;
        for (int offset = 0; offset < bytes.length; offset += step) {
            target.write(bytes, offset, Math.min(step, bytes.length - offset));
            target.flush();
        }
    }

    /** Ends the body in good order. */
    void end() throws IOException {
        begun().close();
    }

    private OutputStream begun() {
        if (body == null) {
            throw new IllegalStateException("the body before the head");
        }
        return body;
    }

    private static String reason(int status) {
        return status < 300 ? "OK" : status < 500 ? "Refused" : "Broken";
    }

    /** Closes nothing beneath it: the connection lives on. */
    private static final class Plain extends OutputStream {
        private final OutputStream out;

        Plain(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }

    private static final class Chunks extends OutputStream {
        private final OutputStream out;

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                out.write(bytes, offset, length);
                out.write('\r');
                out.write('\n');
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }
}
