package io.tallyspan.reader;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events, as the HTML Living Standard defines them (section 9.2.6), whose data are JSON documents. Data go
 * from the chunk straight into the scanner, so that an event of any size costs nothing. The last event counts even
 * without the empty line after it, as some servers leave it out.
 *
 * <p>Data that do not begin like an object or array are no document, such as the {@code ping} of some gateways, and are
 * passed over.
 */
final class EventStreamFraming implements Framing {

    private static final int LINE_START = 0;
    private static final int FIELD = 1;
    private static final int VALUE_START = 2;
    private static final int EVENT = 3;
    private static final int DATA = 4;
    private static final int IGNORED = 5;

    /** Bytes of {@code data:}. */
    private static final int DATA_FIELD = 5;

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_FEED = {'\n'};
    private static final int MAX_NAME = 64;

    private final UsageReader reader;
    private final JsonScanner scanner;
    private final byte[] name = new byte[MAX_NAME];
    private int nameLength;
    private int state = LINE_START;
    private boolean afterReturn;
    private boolean isData;
    private @Nullable String event;
    /** Most events have the name of the one before. */
    private @Nullable String lastEvent;

    private Document document = Document.NONE;
    private int doneMatched;
    private boolean terminated;
    private boolean unreadable;

    /** What the data of the current event have turned out to be. */
    private enum Document {
        /** No byte of data yet. */
        NONE,
        /** The beginning of {@code [DONE]}, or of an array. */
        PERHAPS_DONE,
        JSON,
        OTHER
    }

    EventStreamFraming(UsageReader reader) {
        this.reader = reader;
        this.scanner = new JsonScanner(reader.paths(), JsonSink.of(reader));
    }

    @Override
    public void feed(byte[] bytes, int from, int end) {
        int p = from;
        while (p < end) {
            byte b = bytes[p];
            if (afterReturn) {
                afterReturn = false;
                if (b == '\n') {
                    p++;
                    continue;
                }
            }
            if (b == '\n' || b == '\r') {
                afterReturn = b == '\r';
                lineEnd();
                p++;
                continue;
            }
            switch (state) {
                case LINE_START -> {
                    nameLength = 0;
                    state = FIELD;
                    if (end - p >= DATA_FIELD && startsWithData(bytes, p)) {
                        p += DATA_FIELD;
                        isData = true;
                        state = VALUE_START;
                    }
                }
                case FIELD -> {
                    p++;
                    if (b == ':') {
                        field();
                    } else if (nameLength < MAX_NAME) {
                        name[nameLength++] = b;
                    }
                }
                case VALUE_START -> {
                    p += b == ' ' ? 1 : 0;
                    valueStart();
                }
                default -> {
                    int lineEnd = ByteScan.lineEnd(bytes, p, end);
                    if (state == DATA) {
                        data(bytes, p, lineEnd);
                    } else if (state == EVENT) {
                        eventName(bytes, p, lineEnd);
                    }
                    p = lineEnd;
                }
            }
        }
    }

    /** The usual beginning of a line, taken at one stroke. */
    private static boolean startsWithData(byte[] bytes, int p) {
        return bytes[p] == 'd'
                && bytes[p + 1] == 'a'
                && bytes[p + 2] == 't'
                && bytes[p + 3] == 'a'
                && bytes[p + 4] == ':';
    }

    private void field() {
        isData = nameIs("data");
        state = isData || nameIs("event") ? VALUE_START : IGNORED;
    }

    private boolean nameIs(String field) {
        if (nameLength != field.length()) {
            return false;
        }
        for (int i = 0; i < nameLength; i++) {
            if (name[i] != field.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void valueStart() {
        if (!isData) {
            nameLength = 0;
        } else if (document == Document.JSON) {
            scanner.feed(LINE_FEED, 0, LINE_FEED.length); // lines of data are joined by one
        }
        state = isData ? DATA : EVENT;
    }

    private void eventName(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, MAX_NAME - nameLength);
        System.arraycopy(bytes, from, name, nameLength, length);
        nameLength += length;
    }

    private void lineEnd() {
        if (state == LINE_START) {
            dispatch();
        } else if (state == EVENT) {
            if (lastEvent == null || !nameIs(lastEvent)) {
                lastEvent = new String(name, 0, nameLength, StandardCharsets.UTF_8);
            }
            event = lastEvent.isEmpty() ? null : lastEvent;
        }
        state = LINE_START;
    }

    private void data(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && document == Document.NONE) {
            if (JsonFraming.isBlank(bytes[p])) {
                p++;
            } else if (bytes[p] == '[') {
                document = Document.PERHAPS_DONE;
                doneMatched = 0;
            } else {
                document = bytes[p] == '{' ? Document.JSON : Document.OTHER;
                if (document == Document.JSON) {
                    documentStart();
                }
            }
        }
        while (p < to && document == Document.PERHAPS_DONE) {
            if (doneMatched < DONE.length && bytes[p] == DONE[doneMatched]) {
                doneMatched++;
                p++;
            } else if (doneMatched == DONE.length) {
                p++;
            } else {
                document = Document.JSON;
                documentStart();
                scanner.feed(DONE, 0, doneMatched);
            }
        }
        if (document == Document.JSON && !scanner.malformed()) {
            int after = scanner.feed(bytes, p, to);
            unreadable |= scanner.malformed();
            while (after < to && !unreadable) {
                unreadable = !JsonFraming.isBlank(bytes[after++]);
            }
        }
    }

    private void documentStart() {
        scanner.reset();
        reader.documentStart(event);
    }

    /** The event is complete. */
    private void dispatch() {
        if (document == Document.JSON) {
            if (scanner.end()) {
                reader.documentEnd();
            } else {
                unreadable = true;
            }
        } else if (document == Document.PERHAPS_DONE && doneMatched == DONE.length) {
            terminated = true;
            reader.streamEnd();
        }
        document = Document.NONE;
        event = null;
    }

    @Override
    public void finish(boolean endOfBody) {
        if (endOfBody || document != Document.JSON || scanner.end()) {
            lineEnd();
            dispatch();
        }
    }

    @Override
    public boolean terminated() {
        return terminated;
    }

    @Override
    public boolean unreadable() {
        return unreadable;
    }
}
