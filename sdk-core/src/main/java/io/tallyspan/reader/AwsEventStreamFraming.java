package io.tallyspan.reader;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Messages of {@code application/vnd.amazon.eventstream}: total length and length of the headers (4 bytes each), the
 * CRC-32 of those 8, headers, payload, and the CRC-32 of all before it (AWS, "Event stream encoding"). Payloads go
 * straight into the scanner; a message whose checksums or lengths are wrong makes the rest unreadable.
 */
final class AwsEventStreamFraming implements Framing {

    private static final int PRELUDE = 12;
    private static final int CHECKED_PRELUDE = 8;
    private static final int CRC = 4;
    /** The format's own limits, doubled. */
    private static final int MAX_HEADERS = 256 * 1024;

    private static final int MAX_MESSAGE = 48 * 1024 * 1024;

    private enum State {
        PRELUDE,
        HEADERS,
        PAYLOAD,
        CHECKSUM
    }

    private final UsageReader reader;
    private final JsonScanner scanner;
    private final @Nullable Base64Payload wrapped;
    private final CRC32 crc = new CRC32();
    private State state = State.PRELUDE;
    private byte[] part = new byte[PRELUDE];
    private int length;
    private int wanted = PRELUDE;
    private int headersLength;
    private int payloadLeft;
    private boolean unreadable;

    AwsEventStreamFraming(UsageReader reader) {
        this.reader = reader;
        this.scanner = new JsonScanner(reader.paths(), JsonSink.of(reader));
        this.wrapped = reader.readsBase64() ? new Base64Payload(scanner) : null;
    }

    @Override
    public void feed(byte[] bytes, int from, int end) {
        int p = from;
        while (p < end && !unreadable) {
            p = state == State.PAYLOAD ? payload(bytes, p, end) : part(bytes, p, end);
        }
    }

    private int payload(byte[] bytes, int p, int end) {
        int size = Math.min(end - p, payloadLeft);
        crc.update(bytes, p, size);
        if (wrapped != null) {
            wrapped.feed(bytes, p, p + size);
        } else if (!scanner.done()) {
            scanner.feed(bytes, p, p + size);
        }
        payloadLeft -= size;
        if (payloadLeft == 0) {
            expect(State.CHECKSUM, CRC);
        }
        return p + size;
    }

    /** A part of known size that is needed as a whole. */
    private int part(byte[] bytes, int p, int end) {
        int size = Math.min(end - p, wanted - length);
        if (length + size > part.length) {
            part = Arrays.copyOf(part, Math.min(wanted, Math.max(2 * part.length, length + size)));
        }
        System.arraycopy(bytes, p, part, length, size);
        length += size;
        if (length == wanted) {
            partComplete();
        }
        return p + size;
    }

    private void expect(State next, int size) {
        state = next;
        wanted = size;
        length = 0;
    }

    private void partComplete() {
        switch (state) {
            case PRELUDE -> prelude();
            case HEADERS -> {
                crc.update(part, 0, length);
                headersComplete();
            }
            case CHECKSUM -> {
                unreadable = ByteBuffer.wrap(part).getInt() != (int) crc.getValue();
                if (!unreadable) {
                    messageComplete();
                }
                expect(State.PRELUDE, PRELUDE);
            }
            case PAYLOAD -> {}
        }
    }

    private void prelude() {
        ByteBuffer prelude = ByteBuffer.wrap(part);
        int total = prelude.getInt();
        headersLength = prelude.getInt();
        crc.reset();
        crc.update(part, 0, CHECKED_PRELUDE);
        boolean good = prelude.getInt() == (int) crc.getValue()
                && total >= PRELUDE + CRC
                && total <= MAX_MESSAGE
                && headersLength >= 0
                && headersLength <= Math.min(MAX_HEADERS, total - PRELUDE - CRC);
        if (!good) {
            unreadable = true;
            return;
        }
        crc.update(part, CHECKED_PRELUDE, CRC);
        payloadLeft = total - PRELUDE - CRC - headersLength;
        expect(State.HEADERS, headersLength);
        if (headersLength == 0) {
            headersComplete();
        }
    }

    private void headersComplete() {
        scanner.reset();
        if (wrapped != null) {
            wrapped.reset();
        }
        reader.documentStart(AwsEventHeaders.eventType(part, length));
        expect(State.PAYLOAD, 0);
        if (payloadLeft == 0) {
            expect(State.CHECKSUM, CRC);
        }
    }

    private void messageComplete() {
        scanner.end(); // an event without a payload, or with another than JSON, has come all the same
        reader.documentEnd();
    }

    @Override
    public void finish(boolean endOfBody) {
        if (endOfBody && (state != State.PRELUDE || length > 0)) {
            unreadable = true;
        }
    }

    /** The encoding knows no last message: the events say which it is. */
    @Override
    public boolean terminated() {
        return false;
    }

    @Override
    public boolean unreadable() {
        return unreadable;
    }
}
