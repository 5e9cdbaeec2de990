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
    private final boolean promisedMessages;
    private int marks;
    private @Nullable Framing framing;

    SniffedFraming(UsageReader reader, @Nullable String contentType) {
        this.reader = reader;
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        this.promisedEvents = type.contains("event-stream");
        this.promisedMessages = type.contains("amazon.eventstream");
        if (reader.takesAnyBody() && !type.isEmpty() && !promisedEvents && !type.contains("json")) {
            framing = new OpaqueFraming(reader);
        }
    }

    @Override
    public void feed(byte[] bytes, int from, int end) {
        int p = from;
        while (framing == null && p < end) {
            byte b = bytes[p];
            if (marks < BYTE_ORDER_MARK.length && b == BYTE_ORDER_MARK[marks]) {
                marks++;
                p++;
            } else if (JsonFraming.isBlank(b) && !promisedMessages) {
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
        if (promisedMessages && first != '{') { // which a message of 2 GB would begin with
            return new AwsEventStreamFraming(reader);
        }
        return switch (first) {
            case '{', '[' -> json(first);
            case 0 -> new AwsEventStreamFraming(reader); // the length of a message below 16 MiB
            // data, event, id, retry and comments
            case 'd', 'e', 'i', 'r', ':' -> new EventStreamFraming(reader);
            default ->
                promisedEvents
                        ? new EventStreamFraming(reader)
                        : reader.takesAnyBody() ? new OpaqueFraming(reader) : UnreadableFraming.INSTANCE;
        };
    }

    private Framing json(byte first) {
        return switch (reader.sequence()) {
            case SINGLE -> new JsonFraming(reader);
            case LINES -> first == '[' ? new JsonFraming(reader) : new JsonLinesFraming(reader);
            case ARRAY -> first == '[' ? new JsonArrayFraming(reader) : new JsonFraming(reader);
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
