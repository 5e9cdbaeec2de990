package io.tallyspan.reader;

import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The {@code gzip} encoding (RFC 1952), several members one after the other included. Checksums are left to the
 * application's own decoder. A body that does not begin like gzip is passed on as it is: some clients hand out decoded
 * bytes under the headers of the encoded ones.
 */
final class GzipDecoder implements BodyDecoder {

    private static final int FIXED_HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private enum Part {
        FIXED,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECKSUM,
        DATA,
        TRAILER,
        /** What follows the last member is padding. */
        AFTER,
        PLAIN
    }

    private Part part = Part.FIXED;
    private int members;
    private int seen;
    private int flags;
    private int extra;
    private @Nullable Inflation inflation;

    @Override
    public void decode(byte[] bytes, int from, int end, Output output) throws DataFormatException {
        int p = from;
        while (p < end) {
            switch (part) {
                case PLAIN -> {
                    output.bytes(bytes, p, end);
                    return;
                }
                case AFTER -> {
                    return;
                }
                case DATA -> p = data(bytes, p, end, output);
                default -> {
                    if (header(bytes[p] & 0xff)) {
                        p++;
                    }
                }
            }
        }
    }

    private int data(byte[] bytes, int from, int end, Output output) throws DataFormatException {
        if (inflation == null) {
            inflation = new Inflation(true);
        }
        int p = inflation.inflate(bytes, from, end, output);
        if (inflation.finished()) {
            inflation.reset();
            members++;
            enter(Part.TRAILER);
        }
        return p;
    }

    /** One byte of header or trailer; whether it was one. */
    private boolean header(int b) throws DataFormatException {
        switch (part) {
            case FIXED -> {
                return fixed(b);
            }
            case EXTRA_LENGTH -> {
                extra |= b << (8 * seen);
                if (++seen == 2) {
                    enter(extra == 0 ? afterExtra() : Part.EXTRA);
                }
            }
            case EXTRA -> {
                if (++seen == extra) {
                    enter(afterExtra());
                }
            }
            case NAME -> {
                if (b == 0) {
                    enter(afterName());
                }
            }
            case COMMENT -> {
                if (b == 0) {
                    enter(afterComment());
                }
            }
            case CHECKSUM -> {
                if (++seen == 2) {
                    enter(Part.DATA);
                }
            }
            default -> {
                if (++seen == TRAILER) {
                    enter(Part.FIXED);
                }
            }
        }
        return true;
    }

    private boolean fixed(int b) throws DataFormatException {
        int expected = seen == 0 ? 0x1f : seen == 1 ? 0x8b : seen == 2 ? 8 : b;
        if (b != expected) {
            if (seen == 0) {
                part = members == 0 ? Part.PLAIN : Part.AFTER;
                return false;
            }
            throw new DataFormatException("no gzip header");
        }
        if (seen == 3) {
            flags = b;
        }
        if (++seen == FIXED_HEADER) {
            extra = 0;
            enter((flags & HAS_EXTRA) != 0 ? Part.EXTRA_LENGTH : afterExtra());
        }
        return true;
    }

    private void enter(Part next) {
        part = next;
        seen = 0;
    }

    private Part afterExtra() {
        return (flags & HAS_NAME) != 0 ? Part.NAME : afterName();
    }

    private Part afterName() {
        return (flags & HAS_COMMENT) != 0 ? Part.COMMENT : afterComment();
    }

    private Part afterComment() {
        return (flags & HAS_CHECKSUM) != 0 ? Part.CHECKSUM : Part.DATA;
    }

    @Override
    public void close() {
        if (inflation != null) {
            inflation.close();
        }
    }
}
