package io.tallyspan.reader;

/** Finds the ends of strings, which may be split at any byte, even behind a backslash. */
final class JsonStringEnd {

    private boolean afterBackslash;
    private boolean escapes;

    /** A string begins. */
    void begin() {
        escapes = false;
        afterBackslash = false;
    }

    /** Whether the string has had an escape so far. */
    boolean escapes() {
        return escapes;
    }

    /** The index of the quote that ends the string in which {@code from} lies, or {@code end}. */
    int find(byte[] bytes, int from, int end) {
        int p = from;
        if (afterBackslash && p < end) {
            afterBackslash = false;
            p++;
        }
        while (true) {
            p = ByteScan.quoteOrBackslash(bytes, p, end);
            if (p >= end || bytes[p] == '"') {
                return p;
            }
            escapes = true;
            p += 2;
            if (p > end) {
                afterBackslash = true;
                return end;
            }
        }
    }
}
