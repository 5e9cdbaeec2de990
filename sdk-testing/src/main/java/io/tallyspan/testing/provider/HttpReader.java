package io.tallyspan.testing.provider;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests off one connection. */
final class HttpReader {

    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Message(String method, String target, ReceivedHeaders headers, byte[] body) {}

    private final InputStream in;
    private final OutputStream out;

    HttpReader(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** The next request; null where the client has closed the connection between two requests. */
    @Nullable
    Message next() throws IOException {
        String start = line();
        while (start != null && start.isEmpty()) {
            start = line();
        }
        if (start == null) {
            return null;
        }
        String[] parts = start.split(" ", 3);
        if (parts.length != 3) {
            throw new IOException("no HTTP request line: " + start);
        }
        ReceivedHeaders headers = headers();
        if (headers.contains("Expect", "100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        byte[] body = body(headers);
        if (headers.contains("Content-Encoding", "gzip")) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        return new Message(parts[0], parts[1], headers, body);
    }

    private byte[] body(ReceivedHeaders headers) throws IOException {
        if (headers.contains("Transfer-Encoding", "chunked")) {
            return chunked();
        }
        String length = headers.first("Content-Length");
        return length == null ? new byte[0] : exactly(Integer.parseInt(length.trim()));
    }

    private byte[] chunked() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String sizeLine = lineOrEof();
            int semicolon = sizeLine.indexOf(';');
            int size = Integer.parseInt((semicolon < 0 ? sizeLine : sizeLine.substring(0, semicolon)).trim(), 16);
            if (size == 0) {
                headers();
                return body.toByteArray();
            }
            body.write(exactly(size));
            lineOrEof();
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the request ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private ReceivedHeaders headers() throws IOException {
        ReceivedHeaders headers = new ReceivedHeaders();
        for (String line = lineOrEof(); !line.isEmpty(); line = lineOrEof()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IOException("no header line: " + line);
            }
            headers.add(
                    line.substring(0, colon).trim(), line.substring(colon + 1).trim());
        }
        return headers;
    }

    private String lineOrEof() throws IOException {
        String line = line();
        if (line == null) {
            throw new EOFException("the connection ended inside a request");
        }
        return line;
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
    }
}
