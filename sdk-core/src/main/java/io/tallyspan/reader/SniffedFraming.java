package io.tallyspan.reader;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides by its first meaningful byte how a body is framed. The content type has no say where the bytes do: gateways
 * send streams as {@code application/json} and errors as {@code text/event-stream}.
 */
final class SniffedFraming implements Framing {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final UsageReader reader;
    private final boolean promisedEvents;
    private int marks;
    private @Nullable Framing framing;

    SniffedFraming(UsageReader reader, @Nullable String contentType) {
        this.reader = reader;
        this.promisedEvents =
                contentType != null && contentType.toLowerCase(Locale.ROOT).contains("event-stream");
    }

    @Override
    public void feed(byte[] bytes, int from, int end) {
        int p = from;
        while (framing == null && p < end) {
            byte b = bytes[p];
            if (marks < BYTE_ORDER_MARK.length && b == BYTE_ORDER_MARK[marks]) {
                marks++;
                p++;
            } else if (JsonFraming.isBlank(b)) {
                p++;
            } else {
                framing = framingOf(b);
            }
        }
        if (framing != null) {
            framing.feed(bytes, p, end);
        }
    }

    private Framing framingOf(byte first) {
        return switch (first) {
            case '{', '[' -> new JsonFraming(reader);
            // data, event, id, retry and comments
            case 'd', 'e', 'i', 'r', ':' -> new EventStreamFraming(reader);
            default -> promisedEvents ? new EventStreamFraming(reader) : UnreadableFraming.INSTANCE;
        };
    }

    @Override
    public void finish(boolean endOfBody) {
        if (framing != null) {
            framing.finish(endOfBody);
        }
    }

    @Override
    public boolean terminated() {
        return framing != null && framing.terminated();
    }

    @Override
    public boolean unreadable() {
        return framing != null && framing.unreadable();
    }
}
