package io.tallyspan.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The value that the scanner is at. Its raw bytes lie in the chunk being scanned where the value arrived in one piece,
 * and in a small buffer of this object where it did not; they are decoded only if somebody asks.
 */
final class JsonToken implements JsonValue {

    static final int MAX_CHARS = 256;
    /** Every character of a text of {@link #MAX_CHARS} written as {@code \}{@code uXXXX}. */
    private static final int MAX_RAW = MAX_CHARS * 6;

    private static final byte[] NO_BYTES = {};
    private static final long MAX_COUNT = 1L << 53;

    private Kind kind = Kind.NULL;
    private byte[] bytes = NO_BYTES;
    private int from;
    private int to;
    private boolean escapes;
    private byte[] held = NO_BYTES;
    private int heldLength;
    private int index;
    private @Nullable String key;
    /** Of a string longer than what is held. */
    private @Nullable CodePoints characters;

    private boolean counted;

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public @Nullable String key() {
        return key;
    }

    /** Where the next value stands. */
    void at(int indexAround, @Nullable String wildcardKey) {
        index = indexAround;
        key = wildcardKey;
    }

    /** The value is of a kind without characters. */
    JsonToken bare(Kind what) {
        kind = what;
        counted = false;
        from = 0;
        to = 0;
        return this;
    }

    /** The value is these bytes, which came in one piece. */
    JsonToken whole(Kind what, byte[] source, int start, int end, boolean hasEscapes) {
        kind = what;
        counted = false;
        bytes = source;
        from = start;
        to = end;
        escapes = hasEscapes;
        return this;
    }

    /** The value is what has been held. */
    JsonToken ofHeld(Kind what, boolean hasEscapes) {
        whole(what, held, 0, heldLength, hasEscapes);
        counted = characters != null;
        return this;
    }

    /** Forgets what has been held. */
    void holdNothing() {
        heldLength = 0;
        characters = null;
    }

    /** Keeps a piece of a value that goes on in the next chunk. What is too long to be of interest is cut. */
    void hold(byte[] source, int start, int end) {
        if (characters == null && heldLength + end - start > MAX_RAW) {
            characters = new CodePoints().feed(held, 0, heldLength);
        }
        if (characters != null) {
            characters.feed(source, start, end);
        }
        int length = Math.min(end - start, MAX_RAW + 1 - heldLength);
        if (length <= 0) {
            return;
        }
        if (heldLength + length > held.length) {
            held = Arrays.copyOf(held, Math.max(Math.min(2 * held.length, MAX_RAW + 1), heldLength + length));
        }
        System.arraycopy(source, start, held, heldLength, length);
        heldLength += length;
    }

    byte[] held() {
        return held;
    }

    int heldLength() {
        return heldLength;
    }

    /** Lets go of the caller's array. */
    void release() {
        bytes = NO_BYTES;
        from = 0;
        to = 0;
    }

    @Override
    public @Nullable String text() {
        if ((kind != Kind.STRING && kind != Kind.NUMBER) || to - from > MAX_RAW) {
            return null;
        }
        String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        String text = escapes ? JsonText.unescape(raw) : raw;
        return text == null || text.length() > MAX_CHARS ? null : text;
    }

    @Override
    public boolean is(String ascii) {
        if (kind != Kind.STRING) {
            return false;
        }
        if (escapes) {
            return ascii.equals(text());
        }
        if (to - from != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long characters() {
        if (kind != Kind.STRING) {
            return -1;
        }
        return counted && characters != null
                ? characters.count()
                : new CodePoints().feed(bytes, from, to).count();
    }

    @Override
    public boolean isCount() {
        return count() >= 0;
    }

    @Override
    public long count() {
        if (kind != Kind.NUMBER) {
            return -1;
        }
        long count = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || count > MAX_COUNT) {
                return wholeOf(text());
            }
            count = count * 10 + digit;
        }
        return count <= MAX_COUNT ? count : -1;
    }

    /** Fractions and exponents; exact, since a double holds every whole number up to 2^53. */
    private static long wholeOf(@Nullable String number) {
        if (number == null) {
            return -1;
        }
        double value = Double.parseDouble(number);
        return value >= 0 && value <= MAX_COUNT && value == Math.rint(value) ? (long) value : -1;
    }
}
