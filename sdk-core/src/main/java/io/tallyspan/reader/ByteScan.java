package io.tallyspan.reader;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds bytes eight at a time. A word is compared with a repeated byte by exclusive or, and the lowest zero byte of the
 * result is found by the carry of a subtraction ("Hacker's Delight", 6-1): bits above the first match may be wrong, so
 * only the lowest one is used.
 */
final class ByteScan {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long LINE_FEEDS = ONES * '\n';
    private static final long RETURNS = ONES * '\r';

    /** The six bits that {@code [ ] { }} share; with {@link #BRACKET_REST} set all four become 0x7f. */
    private static final long BRACKET_REST = ONES * 0x26;

    private static final long ALL_SEVEN = ONES * 0x7f;

    private ByteScan() {}

    /** The index of the first quote or backslash from {@code from}, or {@code end}. */
    static int quoteOrBackslash(byte[] bytes, int from, int end) {
        int p = from;
        while (p <= end - Long.BYTES) {
            long word = (long) LONG.get(bytes, p);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            long hit = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGHS;
            if (hit != 0) {
                return p + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
            p += Long.BYTES;
        }
        while (p < end && bytes[p] != '"' && bytes[p] != '\\') {
            p++;
        }
        return p;
    }

    /** The index of the first quote, brace or bracket from {@code from}, or {@code end}; outside of strings only. */
    static int structure(byte[] bytes, int from, int end) {
        int p = from;
        while (p <= end - Long.BYTES) {
            long word = (long) LONG.get(bytes, p);
            long quote = word ^ QUOTES;
            long bracket = (word | BRACKET_REST) ^ ALL_SEVEN;
            long hit = (((quote - ONES) & ~quote) | ((bracket - ONES) & ~bracket)) & HIGHS;
            if (hit == 0) {
                p += Long.BYTES;
                continue;
            }
            p += Long.numberOfTrailingZeros(hit) >>> 3;
            if (isStructure(bytes[p])) {
                return p;
            }
            p++; // one of Y _ y and DEL, which look the same under the mask
        }
        while (p < end && !isStructure(bytes[p])) {
            p++;
        }
        return p;
    }

    private static boolean isStructure(byte b) {
        return b == '"' || b == '{' || b == '}' || b == '[' || b == ']';
    }

    /** The index of the first line feed or carriage return from {@code from}, or {@code end}. */
    static int lineEnd(byte[] bytes, int from, int end) {
        int p = from;
        while (p <= end - Long.BYTES) {
            long word = (long) LONG.get(bytes, p);
            long feed = word ^ LINE_FEEDS;
            long back = word ^ RETURNS;
            long hit = (((feed - ONES) & ~feed) | ((back - ONES) & ~back)) & HIGHS;
            if (hit != 0) {
                return p + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
            p += Long.BYTES;
        }
        while (p < end && bytes[p] != '\n' && bytes[p] != '\r') {
            p++;
        }
        return p;
    }
}
