package io.tallyspan.export;

import java.nio.charset.StandardCharsets;

/**
 * Reads {@code partial_success} of an {@code ExportTraceServiceResponse}: the few fields of it, by the wire format.
 * What is not that message (a proxy's page with a 200) counts as no partial success.
 */
final class ExportAnswer {

    /** Field 1 of the response, length-delimited. */
    private static final long PARTIAL_SUCCESS = (1 << 3) | 2;
    /** Field 1 of that, a varint. */
    private static final long REJECTED_SPANS = 1 << 3;
    /** Field 2 of that, length-delimited. */
    private static final long ERROR_MESSAGE = (2 << 3) | 2;

    private final byte[] bytes;
    private int at;

    private ExportAnswer(byte[] bytes) {
        this.bytes = bytes;
    }

    static SendResult read(byte[] response) {
        long rejected = 0;
        String message = "";
        try {
            ExportAnswer answer = new ExportAnswer(response);
            while (answer.at < response.length) {
                long tag = answer.varint();
                if (tag == PARTIAL_SUCCESS) {
                    int end = answer.end();
                    while (answer.at < end) {
                        long field = answer.varint();
                        if (field == REJECTED_SPANS) {
                            rejected = answer.varint();
                        } else if (field == ERROR_MESSAGE) {
                            int messageEnd = answer.end();
                            message = new String(response, answer.at, messageEnd - answer.at, StandardCharsets.UTF_8);
                            answer.at = messageEnd;
                        } else {
                            answer.skip(field);
                        }
                    }
                } else {
                    answer.skip(tag);
                }
            }
        } catch (IndexOutOfBoundsException notThatMessage) {
            return new SendResult.Accepted("");
        }
        return rejected > 0 ? new SendResult.PartlyRejected(rejected, message) : new SendResult.Accepted(message);
    }

    private int end() {
        long length = varint();
        if (length < 0 || length > bytes.length - at) {
            throw new IndexOutOfBoundsException();
        }
        return at + (int) length;
    }

    private void skip(long tag) {
        switch ((int) (tag & 7)) {
            case 0 -> varint();
            case 1 -> at = at + Long.BYTES;
            case 2 -> at = end();
            case 5 -> at = at + Integer.BYTES;
            default -> throw new IndexOutOfBoundsException();
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IndexOutOfBoundsException();
    }
}
