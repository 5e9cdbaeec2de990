package io.tallyspan.reader;

/** A body that is none of what a reader can read. It costs nothing more. */
enum UnreadableFraming implements Framing {
    INSTANCE;

    @Override
    public void feed(byte[] bytes, int from, int end) {}

    @Override
    public void finish(boolean endOfBody) {}

    @Override
    public boolean terminated() {
        return false;
    }

    @Override
    public boolean unreadable() {
        return true;
    }
}
