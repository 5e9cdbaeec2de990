package io.tallyspan.reader;

/**
 * Passes over an object or array that nobody wants anything of, by counting its brackets: no depth is too much. That
 * brackets match is checked in the outer levels only, one bit for each.
 */
final class JsonSubtree {

    private static final int CHECKED_LEVELS = Long.SIZE;

    private final JsonStringEnd string;
    private long depth;
    private long objects;
    private boolean inString;
    private boolean malformed;

    JsonSubtree(JsonStringEnd string) {
        this.string = string;
    }

    /** The opening bracket has just been read. */
    void begin(boolean object) {
        depth = 1;
        objects = object ? 1 : 0;
        inString = false;
        malformed = false;
    }

    /** Whether the closing bracket has been read. */
    boolean closed() {
        return depth == 0;
    }

    boolean malformed() {
        return malformed;
    }

    /** Scans on; the index after the closing bracket, or {@code end}. */
    int skip(byte[] bytes, int from, int end) {
        int p = from;
        if (inString) {
            p = string.find(bytes, p, end);
            if (p == end) {
                return end;
            }
            inString = false;
            p++;
        }
        long level = depth;
        while (level > 0 && (p = ByteScan.structure(bytes, p, end)) < end) {
            byte c = bytes[p++];
            if (c == '"') {
                string.begin();
                p = string.find(bytes, p, end);
                if (p == end) {
                    inString = true;
                    break;
                }
                p++;
            } else if (c == '{' || c == '[') {
                if (level < CHECKED_LEVELS) {
                    objects = (objects << 1) | (c == '{' ? 1 : 0);
                }
                level++;
            } else {
                if (level <= CHECKED_LEVELS) {
                    if ((objects & 1) != (c == '}' ? 1 : 0)) {
                        malformed = true;
                        break;
                    }
                    objects >>>= 1;
                }
                level--;
            }
        }
        depth = level;
        return p;
    }
}
