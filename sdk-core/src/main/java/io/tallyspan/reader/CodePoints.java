package io.tallyspan.reader;

/** Counts the characters (Unicode code points) of a JSON string from its raw bytes, cut anywhere. */
final class CodePoints {

    private static final int HEX_DIGITS = 4;

    private long count;
    private boolean afterBackslash;
    private int hexLeft;
    private int unit;
    private boolean afterHighSurrogate;

    /** The next raw bytes of the string, between its quotes. */
    CodePoints feed(byte[] bytes, int from, int to) {
        for (int p = from; p < to; p++) {
            byte b = bytes[p];
            if (hexLeft > 0) {
                unit = unit << 4 | Math.max(0, Character.digit(b, 16));
                if (--hexLeft == 0) {
                    escaped((char) unit);
                }
            } else if (afterBackslash) {
                afterBackslash = false;
                if (b == 'u') {
                    hexLeft = HEX_DIGITS;
                    unit = 0;
                } else {
                    one();
                }
            } else if (b == '\\') {
                afterBackslash = true;
            } else if ((b & 0xC0) != 0x80) { // no continuation of a character in UTF-8
                one();
            }
        }
        return this;
    }

    private void escaped(char c) {
        if (Character.isLowSurrogate(c) && afterHighSurrogate) {
            afterHighSurrogate = false; // counted with its first half
        } else {
            one();
            afterHighSurrogate = Character.isHighSurrogate(c);
        }
    }

    private void one() {
        count++;
        afterHighSurrogate = false;
    }

    long count() {
        return count;
    }
}
