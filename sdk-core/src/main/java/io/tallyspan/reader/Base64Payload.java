package io.tallyspan.reader;

import java.util.Arrays;

/**
 * Takes the JSON document out of a payload {@code {"bytes":"<base64>"}}, as Bedrock wraps the chunks of an invoked
 * model's stream, and passes it on decoded. Constant memory; what is no such payload passes nothing on.
 */
final class Base64Payload {

    private static final String KEY = "bytes";
    private static final int[] VALUES = values();
    private static final int BUFFER = 3 * 256;

    private enum State {
        OUTSIDE,
        KEY,
        VALUE,
        OTHER_VALUE
    }

    private final JsonScanner scanner;
    private final byte[] decoded = new byte[BUFFER];
    private int size;
    private State state = State.OUTSIDE;
    private int matched;
    private boolean afterColon;
    private boolean wantedKey;
    private boolean afterBackslash;
    private int bits;
    private int bitCount;

    Base64Payload(JsonScanner scanner) {
        this.scanner = scanner;
    }

    private static int[] values() {
        int[] values = new int[256];
        Arrays.fill(values, -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = i;
        }
        return values;
    }

    /** Another payload begins. */
    void reset() {
        state = State.OUTSIDE;
        afterColon = false;
        wantedKey = false;
        afterBackslash = false;
        bits = 0;
        bitCount = 0;
        size = 0;
    }

    void feed(byte[] bytes, int from, int end) {
        int p = from;
        while (p < end) {
            if (state == State.VALUE && bitCount == 0) {
                p = decodeQuads(bytes, p, end);
            }
            if (p < end) {
                take(bytes[p++]);
            }
        }
        flush();
    }

    /** Four characters to three bytes for as long as nothing else stands between them; where that ended. */
    private int decodeQuads(byte[] bytes, int from, int end) {
        int p = from;
        int to = size;
        while (end - p >= 4) {
            int quad = VALUES[bytes[p] & 0xff] << 18
                    | VALUES[bytes[p + 1] & 0xff] << 12
                    | VALUES[bytes[p + 2] & 0xff] << 6
                    | VALUES[bytes[p + 3] & 0xff];
            if (quad < 0) {
                break;
            }
            if (to + 3 > decoded.length) {
                size = to;
                flush();
                to = 0;
            }
            decoded[to] = (byte) (quad >> 16);
            decoded[to + 1] = (byte) (quad >> 8);
            decoded[to + 2] = (byte) quad;
            to += 3;
            p += 4;
        }
        size = to;
        return p;
    }

    private void take(byte b) {
        switch (state) {
            case OUTSIDE -> {
                if (b == ':') {
                    afterColon = true;
                } else if (b == ',') {
                    afterColon = false;
                } else if (b == '"') {
                    state = !afterColon ? State.KEY : wantedKey ? State.VALUE : State.OTHER_VALUE;
                    matched = 0;
                }
            }
            case KEY -> {
                if (b == '"') {
                    wantedKey = matched == KEY.length();
                    state = State.OUTSIDE;
                } else {
                    matched = matched >= 0 && matched < KEY.length() && KEY.charAt(matched) == b ? matched + 1 : -1;
                }
            }
            case VALUE -> {
                if (b == '"') {
                    state = State.OUTSIDE;
                } else {
                    decode(b);
                }
            }
            case OTHER_VALUE -> {
                if (b == '"' && !afterBackslash) {
                    state = State.OUTSIDE;
                }
                afterBackslash = b == '\\' && !afterBackslash;
            }
        }
    }

    private void decode(byte b) {
        int value = VALUES[b & 0xff];
        if (value < 0) {
            return; // padding, or the backslash of an escaped slash
        }
        bits = bits << 6 | value;
        bitCount += 6;
        if (bitCount >= 8) {
            bitCount -= 8;
            decoded[size++] = (byte) (bits >> bitCount);
            bits &= (1 << bitCount) - 1;
            if (size == decoded.length) {
                flush();
            }
        }
    }

    private void flush() {
        if (size > 0 && !scanner.done()) {
            scanner.feed(decoded, 0, size);
        }
        size = 0;
    }
}
