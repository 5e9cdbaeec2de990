package io.tallyspan.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.util.function.IntFunction;

/** A body that is made while it is read: a head, many pieces, a tail. */
final class Generated extends InputStream {

    private final String contentType;
    private final byte[] head;
    private final byte[] tail;
    private final int pieces;
    private final IntFunction<byte[]> piece;
    private final long total;
    private byte[] current;
    private int position;
    private int next;

    Generated(String contentType, String head, String tail, int pieces, IntFunction<byte[]> piece) {
        this.contentType = contentType;
        this.head = head.getBytes(US_ASCII);
        this.tail = tail.getBytes(US_ASCII);
        this.pieces = pieces;
        this.piece = piece;
        this.total = this.head.length + this.tail.length + (long) pieces * piece.apply(0).length;
        this.current = this.head;
    }

    String contentType() {
        return contentType;
    }

    /** About how many bytes come. */
    long total() {
        return total;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        while (position == current.length) {
            if (next > pieces) {
                return -1;
            }
            current = next == pieces ? tail : piece.apply(next);
            next++;
            position = 0;
        }
        int n = Math.min(length, current.length - position);
        System.arraycopy(current, position, into, offset, n);
        position += n;
        return n;
    }
}
