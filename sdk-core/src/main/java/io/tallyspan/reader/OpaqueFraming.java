package io.tallyspan.reader;

/** A body in which nothing is to be read, such as a spoken answer: all that counts is that it came to its end. */
final class OpaqueFraming implements Framing {

    private final UsageReader reader;
    private boolean ended;

    OpaqueFraming(UsageReader reader) {
        this.reader = reader;
    }

    @Override
    public void feed(byte[] bytes, int from, int end) {}

    @Override
    public void finish(boolean endOfBody) {
        if (endOfBody && !ended) {
            ended = true;
            reader.streamEnd();
        }
    }

    @Override
    public boolean terminated() {
        return ended;
    }

    @Override
    public boolean unreadable() {
        return false;
    }
}
