package io.tallyspan.jdkhttp;

import java.nio.ByteBuffer;

/** Shows the bytes of a buffer without moving its position: by its array where it has one, else in small copies. */
final class Bytes {

    private static final int CHUNK = 8192;

    private Bytes() {}

    /** Looks at bytes; must neither change nor keep the array. */
    @FunctionalInterface
    interface Viewer {
        void view(byte[] bytes, int offset, int length);
    }

    static void show(ByteBuffer buffer, Viewer viewer) {
        if (buffer.hasArray()) {
            if (buffer.hasRemaining()) {
                viewer.view(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
            }
            return;
        }
        ByteBuffer rest = buffer.duplicate();
        byte[] chunk = new byte[Math.min(CHUNK, rest.remaining())];
        while (rest.hasRemaining()) {
            int length = Math.min(chunk.length, rest.remaining());
            rest.get(chunk, 0, length);
            viewer.view(chunk, 0, length);
        }
    }
}
