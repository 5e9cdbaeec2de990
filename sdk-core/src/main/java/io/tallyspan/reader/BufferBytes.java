package io.tallyspan.reader;

import java.nio.ByteBuffer;

/** Makes arrays of buffers: the buffer's own where it has one, else a small one that is used again. */
final class BufferBytes {

    private static final int CHUNK = 4 * 1024;
    private static final byte[] NONE = {};

    private byte[] chunk = NONE;

    /** Takes a piece of an array. */
    @FunctionalInterface
    interface Target {
        void feed(byte[] bytes, int offset, int length);
    }

    /** Passes what remains in a buffer, read-only ones included, and leaves its position alone. */
    void pass(ByteBuffer buffer, Target target) {
        if (buffer.hasArray()) {
            target.feed(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
            return;
        }
        if (chunk.length == 0) {
            chunk = new byte[CHUNK];
        }
        ByteBuffer view = buffer.duplicate();
        while (view.hasRemaining()) {
            int length = Math.min(view.remaining(), chunk.length);
            view.get(chunk, 0, length);
            target.feed(chunk, 0, length);
        }
    }
}
