package io.tallyspan.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;

/** How documents travel in one body, written, and read back in the plainest way. */
enum Framing {
    /** One document. */
    JSON("application/json") {
        @Override
        void write(byte[] document, ByteArrayOutputStream out) {
            out.writeBytes(document);
        }

        @Override
        void read(byte[] wire, Documents documents) throws IOException {
            documents.document(wire, 0, wire.length);
        }
    },
    /** Server-sent events. */
    EVENTS("text/event-stream") {
        @Override
        void write(byte[] document, ByteArrayOutputStream out) {
            out.writeBytes("data: ".getBytes(UTF_8));
            out.writeBytes(document);
            out.writeBytes("\n\n".getBytes(UTF_8));
        }

        @Override
        void read(byte[] wire, Documents documents) throws IOException {
            for (int start = 0, end; start < wire.length; start = end + 1) {
                end = lineEnd(wire, start);
                if (end - start > DATA.length
                        && Arrays.equals(wire, start, start + DATA.length, DATA, 0, DATA.length)) {
                    documents.document(wire, start + DATA.length, end);
                }
            }
        }
    },
    /** A document on each line. */
    LINES("application/x-ndjson") {
        @Override
        void write(byte[] document, ByteArrayOutputStream out) {
            out.writeBytes(document);
            out.write('\n');
        }

        @Override
        void read(byte[] wire, Documents documents) throws IOException {
            for (int start = 0, end; start < wire.length; start = end + 1) {
                end = lineEnd(wire, start);
                documents.document(wire, start, end);
            }
        }
    },
    /** An array of documents. */
    ARRAY("application/json") {
        @Override
        void write(byte[] document, ByteArrayOutputStream out) {
            out.writeBytes((out.size() == 0 ? "[" : ",\r\n").getBytes(UTF_8));
            out.writeBytes(document);
        }

        @Override
        byte[] end() {
            return "]".getBytes(UTF_8);
        }

        @Override
        void read(byte[] wire, Documents documents) throws IOException {
            documents.document(wire, 0, wire.length);
        }
    },
    /** Amazon's event stream, a document in each message. */
    AWS("application/vnd.amazon.eventstream") {
        @Override
        void write(byte[] document, ByteArrayOutputStream out) {
            message("metadata", document, out);
        }

        @Override
        void read(byte[] wire, Documents documents) throws IOException {
            messages(wire, documents);
        }
    },
    /** The same, the document in base64 inside of another. */
    AWS_CHUNKS("application/vnd.amazon.eventstream") {
        @Override
        void write(byte[] document, ByteArrayOutputStream out) {
            String chunk =
                    "{\"bytes\":\"" + Base64.getEncoder().encodeToString(document) + "\",\"p\":\"abcdefghijklm\"}";
            message("chunk", chunk.getBytes(UTF_8), out);
        }

        @Override
        void read(byte[] wire, Documents documents) throws IOException {
            int prefix = "{\"bytes\":\"".length();
            messages(wire, (bytes, start, end) -> {
                int quote = start + prefix;
                while (bytes[quote] != '"') {
                    quote++;
                }
                ByteBuffer document =
                        Base64.getDecoder().decode(ByteBuffer.wrap(bytes, start + prefix, quote - start - prefix));
                documents.document(document.array(), 0, document.limit());
            });
        }
    };

    /** Takes documents. */
    interface Documents {
        void document(byte[] bytes, int start, int end) throws IOException;
    }

    private static final byte[] DATA = "data: ".getBytes(UTF_8);
    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;

    private final String contentType;

    Framing(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    abstract void write(byte[] document, ByteArrayOutputStream out);

    byte[] end() {
        return new byte[0];
    }

    abstract void read(byte[] wire, Documents documents) throws IOException;

    byte[] wire(List<byte[]> documents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        documents.forEach(document -> write(document, out));
        out.writeBytes(end());
        return out.toByteArray();
    }

    private static int lineEnd(byte[] wire, int start) {
        int end = start;
        while (end < wire.length && wire[end] != '\n') {
            end++;
        }
        return end;
    }

    private static void message(String type, byte[] payload, ByteArrayOutputStream out) {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        header(":event-type", type, headers);
        header(":content-type", "application/json", headers);
        header(":message-type", "event", headers);
        int total = PRELUDE + headers.size() + payload.length + CHECKSUM;
        ByteBuffer message = ByteBuffer.allocate(total).putInt(total).putInt(headers.size());
        message.putInt(checksum(message.array(), 0, PRELUDE - CHECKSUM));
        message.put(headers.toByteArray()).put(payload);
        message.putInt(checksum(message.array(), 0, total - CHECKSUM));
        out.writeBytes(message.array());
    }

    private static void header(String name, String value, ByteArrayOutputStream out) {
        out.write(name.length());
        out.writeBytes(name.getBytes(UTF_8));
        out.write(7);
        out.write(0);
        out.write(value.length());
        out.writeBytes(value.getBytes(UTF_8));
    }

    private static void messages(byte[] wire, Documents documents) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(wire);
        for (int start = 0; start < wire.length; ) {
            int end = start + all.getInt(start);
            if (checksum(wire, start, end - CHECKSUM) != all.getInt(end - CHECKSUM)) {
                throw new IOException("checksum");
            }
            documents.document(wire, start + PRELUDE + all.getInt(start + 4), end - CHECKSUM);
            start = end;
        }
    }

    private static int checksum(byte[] bytes, int start, int end) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, start, end - start);
        return (int) checksum.getValue();
    }
}
