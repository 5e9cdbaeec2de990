package io.tallyspan.id;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Hashes each part by itself and then the hashes. What stands before the first delimiter and after the closing one is
 * no part. A body without any delimiter is hashed as it is.
 *
 * <p>A delimiter is CR LF, two hyphens and the boundary; blanks may follow it, then CR LF or, at the end, two hyphens.
 * It begins with the only CR it contains, so that no byte need be read twice after a mismatch.
 */
final class MultipartBodyDigest extends BodyDigest {

    private static final int MAX_TAIL = 64;

    private enum State {
        /** In the preamble, in a part, or in a delimiter of which the first bytes have been seen. */
        CONTENT,
        /** Behind a boundary. */
        PADDING,
        /** Behind a boundary and CR. */
        LINE_END,
        /** Behind a boundary and a hyphen. */
        CLOSING,
        /** Behind the closing delimiter. */
        EPILOGUE
    }

    private final byte[] delimiter;
    private final byte[] tail = new byte[MAX_TAIL];
    private final MessageDigest part = Digests.sha256();
    private State state = State.CONTENT;
    private boolean preamble;
    /** How many bytes of the delimiter match, the first {@link #imagined} of which were never sent. */
    private int matched;

    private int imagined;
    private int tailLength;

    MultipartBodyDigest(String boundary) {
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        restart();
    }

    @Override
    void restart() {
        part.reset();
        state = State.CONTENT;
        preamble = true;
        // The first line may be a delimiter: as if CR LF stood before it.
        matched = 2;
        imagined = 2;
        tailLength = 0;
    }

    @Override
    void add(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end && state != State.EPILOGUE) {
            if (state == State.CONTENT && matched == 0) {
                int start = i;
                while (i < end && bytes[i] != '\r') {
                    i++;
                }
                part.update(bytes, start, i - start);
                if (i == end) {
                    return;
                }
            }
            accept(bytes[i++]);
        }
    }

    private void accept(byte b) {
        switch (state) {
            case CONTENT -> {
                if (b != delimiter[matched]) {
                    reject(b);
                } else if (++matched == delimiter.length) {
                    state = State.PADDING;
                }
            }
            case PADDING -> {
                if (b == '\r') {
                    hold(b, State.LINE_END);
                } else if (b == '-' && tailLength == 0) {
                    hold(b, State.CLOSING);
                } else if ((b == ' ' || b == '\t') && tailLength < MAX_TAIL - 1) {
                    hold(b, State.PADDING);
                } else {
                    reject(b);
                }
            }
            case LINE_END -> endOfDelimiter(b, '\n', State.CONTENT);
            case CLOSING -> endOfDelimiter(b, '-', State.EPILOGUE);
            case EPILOGUE -> {}
        }
    }

    private void hold(byte b, State next) {
        tail[tailLength++] = b;
        state = next;
    }

    private void endOfDelimiter(byte b, char wanted, State next) {
        if (b != wanted) {
            reject(b);
            return;
        }
        if (!preamble) {
            body.update(part.digest());
        }
        part.reset();
        preamble = false;
        forgetHeld();
        state = next;
    }

    /** What looked like a delimiter is content, up to {@code b}, which may begin another. */
    private void reject(byte b) {
        releaseHeld();
        if (b == '\r') {
            matched = 1;
        } else {
            part.update(b);
        }
    }

    private void releaseHeld() {
        part.update(delimiter, imagined, matched - imagined);
        part.update(tail, 0, tailLength);
        forgetHeld();
        state = State.CONTENT;
    }

    private void forgetHeld() {
        matched = 0;
        imagined = 0;
        tailLength = 0;
    }

    @Override
    byte[] finish() {
        if (state != State.EPILOGUE) {
            releaseHeld();
            if (preamble) {
                return part.digest();
            }
            body.update(part.digest());
        }
        return body.digest();
    }
}
