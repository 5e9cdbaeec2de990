package io.tallyspan.reader;

import io.tallyspan.usage.TokenCounter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the tokens of texts that come in pieces of a JSON document. Holds some thousand characters at most: longer
 * texts are counted segment by segment, cut where a blank is if there is one. For one thread at a time.
 */
final class TokenTally {

    private static final int SEGMENT = 4096;
    private static final int NONE = -1;
    private static final char REPLACEMENT = '\uFFFD';

    private final TokenCounter counter;
    private final Supplier<@Nullable String> model;
    private final StringBuilder pending = new StringBuilder();
    private long tokens;
    private boolean seen;
    private @Nullable Throwable failure;

    // of an escape or a character that pieces split
    private boolean escape;
    private int hexDigits = NONE;
    private int hex;
    private int continuation;
    private int codePoint;

    TokenTally(TokenCounter counter, Supplier<@Nullable String> model) {
        this.counter = counter;
        this.model = model;
    }

    /** The next bytes of a string. */
    void piece(byte[] bytes, int from, int end) {
        seen = true;
        for (int p = from; p < end && failure == null; p++) {
            one(bytes[p] & 0xff);
            if (pending.length() >= SEGMENT) {
                countSegment();
            }
        }
    }

    private void one(int b) {
        if (hexDigits != NONE) {
            hex = (hex << 4) | Math.max(Character.digit(b, 16), 0);
            if (++hexDigits == 4) {
                hexDigits = NONE;
                pending.append((char) hex);
            }
        } else if (escape) {
            escape = false;
            if (b == 'u') {
                hexDigits = 0;
                hex = 0;
            } else {
                int simple = "bfnrt".indexOf(b);
                pending.append(simple < 0 ? (char) b : "\b\f\n\r\t".charAt(simple));
            }
        } else if (continuation > 0 && (b & 0xc0) == 0x80) {
            codePoint = (codePoint << 6) | (b & 0x3f);
            if (--continuation == 0) {
                append(codePoint);
            }
        } else if (b == '\\') {
            escape = true;
        } else if (b < 0x80) {
            continuation = 0;
            pending.append((char) b);
        } else {
            continuation = b >= 0xf0 ? 3 : b >= 0xe0 ? 2 : 1;
            codePoint = b & (0x3f >> continuation);
        }
    }

    private void append(int point) {
        if (Character.isValidCodePoint(point)) {
            pending.appendCodePoint(point);
        } else {
            pending.append(REPLACEMENT);
        }
    }

    /** The string ends, and what follows is another text. */
    void endOfText() {
        escape = false;
        hexDigits = NONE;
        continuation = 0;
        count(pending.length());
    }

    /** Half a segment stays, so that what is cut is rarely a word. */
    private void countSegment() {
        int cut = pending.length();
        while (cut > SEGMENT / 2 && !Character.isWhitespace(pending.charAt(cut - 1))) {
            cut--;
        }
        if (cut == SEGMENT / 2) {
            cut = pending.length();
        }
        count(Character.isHighSurrogate(pending.charAt(cut - 1)) ? cut - 1 : cut);
    }

    private void count(int length) {
        if (length == 0 || failure != null) {
            return;
        }
        try {
            tokens += counter.count(pending.substring(0, length), model.get());
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            failure = e;
        }
        pending.delete(0, length);
    }

    /** The sum, once all texts have ended; -1 if there was none. */
    long tokens() {
        return seen ? tokens : NONE;
    }

    /** What the counter threw; null if it did not. Nothing is counted after that. */
    @Nullable
    Throwable failure() {
        return failure;
    }
}
