package io.tallyspan.reader;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The headers of an AWS event-stream message: name, a byte for the type of the value, the value. */
final class AwsEventHeaders {

    private static final int BOOLEAN_TRUE = 0;
    private static final int BOOLEAN_FALSE = 1;
    private static final int BYTE = 2;
    private static final int SHORT = 3;
    private static final int INT = 4;
    private static final int LONG = 5;
    private static final int BYTES = 6;
    private static final int STRING = 7;
    private static final int TIMESTAMP = 8;
    private static final int UUID = 9;

    private AwsEventHeaders() {}

    /**
     * What kind of event the headers announce: the value of {@code :event-type}, {@code :exception-type} or
     * {@code :error-code}, whichever is there; null if none is, or the headers make no sense.
     */
    static @Nullable String eventType(byte[] headers, int length) {
        ByteBuffer in = ByteBuffer.wrap(headers, 0, length);
        try {
            while (in.hasRemaining()) {
                String name = text(in, in.get() & 0xFF);
                int type = in.get();
                if (type == STRING) {
                    String value = text(in, in.getShort() & 0xFFFF);
                    if (name.equals(":event-type") || name.equals(":exception-type") || name.equals(":error-code")) {
                        return value;
                    }
                } else {
                    skip(in, type);
                }
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null; // lengths that run out of the headers
        }
        return null;
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[Math.min(length, in.remaining())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void skip(ByteBuffer in, int type) {
        int size = switch (type) {
            case BOOLEAN_TRUE, BOOLEAN_FALSE -> 0;
            case BYTE -> 1;
            case SHORT -> 2;
            case INT -> 4;
            case LONG, TIMESTAMP -> 8;
            case BYTES -> in.getShort() & 0xFFFF;
            case UUID -> 16;
            default -> throw new IllegalArgumentException("no type of a header: " + type);
        };
        in.position(in.position() + size);
    }
}
