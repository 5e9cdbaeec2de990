package io.tallyspan.okhttp;

import java.io.OutputStream;

/** The stream that a buffer copies its segments to: they are shown as they are, none is copied. */
final class BytesTo extends OutputStream {

    /** Looks at bytes; must neither change nor keep the array. */
    @FunctionalInterface
    interface Viewer {
        void view(byte[] bytes, int offset, int length);
    }

    private final Viewer viewer;

    BytesTo(Viewer viewer) {
        this.viewer = viewer;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        viewer.view(bytes, offset, length);
    }
}
