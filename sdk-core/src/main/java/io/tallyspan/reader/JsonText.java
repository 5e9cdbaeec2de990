package io.tallyspan.reader;

import io.tallyspan.reader.JsonValue.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What RFC 8259 says of numbers and escapes. */
final class JsonText {

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private JsonText() {}

    /** What a word outside of quotes is; null if it is nothing. */
    static @Nullable Kind kindOfWord(byte[] bytes, int from, int to) {
        if (from == to) {
            return null;
        }
        return switch (bytes[from]) {
            case 't' -> Arrays.equals(TRUE, 0, TRUE.length, bytes, from, to) ? Kind.TRUE : null;
            case 'f' -> Arrays.equals(FALSE, 0, FALSE.length, bytes, from, to) ? Kind.FALSE : null;
            case 'n' -> Arrays.equals(NULL, 0, NULL.length, bytes, from, to) ? Kind.NULL : null;
            default -> isNumber(bytes, from, to) ? Kind.NUMBER : null;
        };
    }

    /** Whether the bytes are a number by the grammar of RFC 8259. */
    static boolean isNumber(byte[] b, int start, int end) {
        int p = start < end && b[start] == '-' ? start + 1 : start;
        int whole = digits(b, p, end);
        if (whole == p || (b[p] == '0' && whole > p + 1)) {
            return false;
        }
        p = whole;
        if (p < end && b[p] == '.') {
            int fraction = digits(b, p + 1, end);
            if (fraction == p + 1) {
                return false;
            }
            p = fraction;
        }
        if (p < end && (b[p] == 'e' || b[p] == 'E')) {
            p++;
            if (p < end && (b[p] == '+' || b[p] == '-')) {
                p++;
            }
            int exponent = digits(b, p, end);
            if (exponent == p) {
                return false;
            }
            p = exponent;
        }
        return p == end;
    }

    private static int digits(byte[] b, int start, int end) {
        int p = start;
        while (p < end && b[p] >= '0' && b[p] <= '9') {
            p++;
        }
        return p;
    }

    /** Null where an escape is none of JSON's. */
    static @Nullable String unescape(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            if (++i == raw.length()) {
                return null;
            }
            int simple = "\"\\/bfnrt".indexOf(raw.charAt(i));
            if (simple >= 0) {
                text.append("\"\\/\b\f\n\r\t".charAt(simple));
                continue;
            }
            if (raw.charAt(i) != 'u' || i + 4 >= raw.length()) {
                return null;
            }
            int unit = 0;
            for (int k = 1; k <= 4; k++) {
                int digit = Character.digit(raw.charAt(i + k), 16);
                if (digit < 0) {
                    return null;
                }
                unit = unit << 4 | digit;
            }
            text.append((char) unit);
            i += 4;
        }
        return text.toString();
    }
}
