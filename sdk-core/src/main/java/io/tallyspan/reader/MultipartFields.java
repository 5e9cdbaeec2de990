package io.tallyspan.reader;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of a multipart form (RFC 7578) whose values are a single short line, in constant memory; files and
 * longer values are passed over. The first line of the body is taken for the delimiter.
 */
final class MultipartFields {

    private static final int MAX_LINE = 512;
    private static final String DISPOSITION = "content-disposition:";
    private static final String NAME = "name=\"";

    /** Takes the fields. */
    interface Sink {
        void field(String name, String value);
    }

    private enum State {
        DELIMITER,
        HEADERS,
        VALUE,
        CONTENT
    }

    private final Sink sink;
    private final byte[] line = new byte[MAX_LINE];
    private int length;
    private State state = State.DELIMITER;
    private String delimiter = "";
    private @Nullable String name;
    private @Nullable String value;

    MultipartFields(Sink sink) {
        this.sink = sink;
    }

    void feed(byte[] bytes, int from, int end) {
        for (int p = from; p < end; p++) {
            if (bytes[p] == '\n') {
                lineEnd();
                length = 0;
            } else if (length < MAX_LINE) {
                line[length++] = bytes[p];
            }
        }
    }

    private void lineEnd() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        switch (state) {
            case DELIMITER -> {
                delimiter = text(end);
                state = delimiter.startsWith("--") ? State.HEADERS : State.CONTENT;
            }
            case HEADERS -> {
                if (end == 0) {
                    state = name == null ? State.CONTENT : State.VALUE;
                } else {
                    header(text(end));
                }
            }
            case VALUE -> {
                value = length < MAX_LINE ? text(end) : null;
                state = State.CONTENT;
                delimiterAt(end);
            }
            case CONTENT -> delimiterAt(end);
        }
    }

    /** A value counts once the delimiter follows it: a value of several lines is none of ours. */
    private void delimiterAt(int end) {
        if (!delimiter.isEmpty() && end >= delimiter.length() && text(end).startsWith(delimiter)) {
            if (name != null && value != null && !value.startsWith(delimiter)) {
                sink.field(name, value);
            }
            name = null;
            value = null;
            state = State.HEADERS;
        } else if (state == State.CONTENT && value != null && !text(end).equals(value)) {
            value = null;
        }
    }

    private void header(String header) {
        String lower = header.toLowerCase(Locale.ROOT);
        int at = lower.startsWith(DISPOSITION) ? lower.indexOf(NAME) : -1;
        if (at > 0 && !lower.contains("filename")) {
            int start = at + NAME.length();
            int quote = header.indexOf('"', start);
            name = quote < 0 ? null : header.substring(start, quote);
        }
    }

    private String text(int end) {
        return new String(line, 0, end, StandardCharsets.UTF_8);
    }
}
