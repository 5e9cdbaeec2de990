package io.tallyspan.attribution;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The syntax of step paths, as {@code docs/attribution.md} defines it: what is escaped, what is cut and how. Pure
 * functions, for a path must come out the same in any process that repeats the run.
 */
final class StepPaths {

    /** The most characters (code points) of one name or key. */
    static final int MAX_NAME = 64;

    /** The most characters (code points) of a whole path. */
    static final int MAX_PATH = 256;

    /** What stands for a name that is null or blank, so that its calls do not vanish into the parent step. */
    static final String UNNAMED = "unnamed";

    /** The key of a step whose ordinal would depend on timing. */
    static final String UNORDERED = "~";

    private static final String RESERVED = "%/#[]";
    private static final int HASH_DIGITS = 16;
    private static final char HASH_MARK = '~';

    private StepPaths() {}

    /** A name or key as it stands in a path: escaped, then cut to {@link #MAX_NAME}. */
    static String segment(String raw) {
        String escaped = escape(raw);
        if (codePoints(escaped) <= MAX_NAME) {
            return escaped;
        }
        return prefix(escaped, MAX_NAME - 1 - HASH_DIGITS) + HASH_MARK + hash(escaped);
    }

    /** A key as it stands between brackets. The one key that we use ourselves is escaped. */
    static String key(String raw) {
        return raw.equals(UNORDERED) ? "%7E" : segment(raw);
    }

    /** {@code parent/segment}, cut to {@link #MAX_PATH}: whole leading segments, then the hash of it all. */
    static String append(String parent, String segment) {
        String whole = parent.isEmpty() ? segment : parent + '/' + segment;
        if (codePoints(whole) <= MAX_PATH) {
            return whole;
        }
        int budget = MAX_PATH - 2 - HASH_DIGITS;
        int end = whole.lastIndexOf('/');
        while (end > 0 && whole.codePointCount(0, end) > budget) {
            end = whole.lastIndexOf('/', end - 1);
        }
        String kept = end > 0 ? whole.substring(0, end + 1) : "";
        return kept + HASH_MARK + hash(whole);
    }

    /**
     * A path that came from another process, in our own syntax: nothing empty, nothing uncut, no control characters.
     */
    static String carried(String path) {
        String clean = "";
        for (String segment : path.split("/", -1)) {
            if (!segment.isBlank()) {
                clean = append(clean, escapeControls(segment));
            }
        }
        return clean;
    }

    /** The names in a path: each segment without its ordinal or key. */
    static String namesOf(String path) {
        String names = "";
        for (String segment : path.split("/", -1)) {
            int end = 0;
            while (end < segment.length() && segment.charAt(end) != '[' && segment.charAt(end) != '#') {
                end++;
            }
            if (!segment.isEmpty()) {
                names = append(names, end == 0 ? escape(segment) : segment.substring(0, end));
            }
        }
        return names;
    }

    private static String escape(String raw) {
        return escape(raw, RESERVED);
    }

    private static String escapeControls(String raw) {
        return escape(raw, "");
    }

    private static String escape(String raw, String reserved) {
        int i = 0;
        while (i < raw.length() && isPlain(raw.charAt(i), reserved)) {
            i++;
        }
        if (i == raw.length()) {
            return raw;
        }
        StringBuilder escaped = new StringBuilder(raw.length() + 16).append(raw, 0, i);
        while (i < raw.length()) {
            int codePoint = raw.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isLoneSurrogate(codePoint)) {
                escaped.append('\uFFFD');
            } else if (Character.isISOControl(codePoint) || reserved.indexOf(codePoint) >= 0) {
                for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                    escaped.append(String.format(Locale.ROOT, "%%%02X", b & 0xFF));
                }
            } else {
                escaped.appendCodePoint(codePoint);
            }
        }
        return escaped.toString();
    }

    private static boolean isPlain(char c, String reserved) {
        return !Character.isISOControl(c) && !Character.isSurrogate(c) && reserved.indexOf(c) < 0;
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** A value as it is up to {@code max} characters, else its beginning and its hash. */
    static String bounded(String value, int max) {
        if (value.length() <= max) {
            return value;
        }
        int end = max - 1 - HASH_DIGITS;
        int whole = Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end;
        return value.substring(0, whole) + HASH_MARK + hash(value);
    }

    private static int codePoints(String s) {
        return s.length() <= MAX_NAME ? s.length() : s.codePointCount(0, s.length());
    }

    /** The first {@code count} code points, less a {@code %XX} that would be torn. */
    private static String prefix(String s, int count) {
        String prefix = s.substring(0, s.offsetByCodePoints(0, count));
        int escape = prefix.lastIndexOf('%');
        return escape >= 0 && escape > prefix.length() - 3 ? prefix.substring(0, escape) : prefix;
    }

    private static String hash(String s) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(s.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
