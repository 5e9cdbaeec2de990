package io.tallyspan.reader;

/** A body that is one JSON document. */
final class JsonFraming implements Framing {

    private final UsageReader reader;
    private final JsonScanner scanner;
    private boolean ended;
    private boolean unreadable;

    JsonFraming(UsageReader reader) {
        this.reader = reader;
        this.scanner = new JsonScanner(reader.paths(), JsonSink.of(reader));
        reader.documentStart(null);
    }

    @Override
    public void feed(byte[] bytes, int from, int end) {
        int p = ended ? from : scanner.feed(bytes, from, end);
        if (!ended && scanner.done()) {
            close();
        }
        while (ended && !unreadable && p < end) {
            unreadable = !isBlank(bytes[p++]);
        }
    }

    @Override
    public void finish(boolean endOfBody) {
        if (!ended && endOfBody) {
            if (scanner.end()) {
                close();
            } else {
                unreadable = true;
            }
        }
    }

    private void close() {
        ended = true;
        reader.documentEnd();
        reader.streamEnd();
    }

    @Override
    public boolean terminated() {
        return ended;
    }

    @Override
    public boolean unreadable() {
        return unreadable || scanner.malformed();
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
