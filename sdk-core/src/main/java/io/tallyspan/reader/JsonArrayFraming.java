package io.tallyspan.reader;

/** A stream that is one JSON array, whose elements are the documents: Gemini's, unless events are asked for. */
final class JsonArrayFraming implements Framing {

    private enum State {
        BEFORE_ARRAY,
        BEFORE_ELEMENT,
        ELEMENT,
        AFTER_ELEMENT,
        ENDED
    }

    private final UsageReader reader;
    private final JsonScanner scanner;
    private State state = State.BEFORE_ARRAY;
    private boolean unreadable;

    JsonArrayFraming(UsageReader reader) {
        this.reader = reader;
        this.scanner = new JsonScanner(reader.paths(), JsonSink.of(reader));
    }

    @Override
    public void feed(byte[] bytes, int from, int end) {
        int p = from;
        while (p < end && !unreadable) {
            if (state == State.ELEMENT) {
                p = scanner.feed(bytes, p, end);
                unreadable = scanner.malformed();
                if (scanner.done()) {
                    state = State.AFTER_ELEMENT;
                    reader.documentEnd();
                }
            } else {
                byte b = bytes[p];
                boolean element = state == State.BEFORE_ELEMENT && b != ']' && !JsonFraming.isBlank(b);
                if (element) {
                    state = State.ELEMENT;
                    scanner.reset();
                    reader.documentStart(null);
                } else {
                    between(b);
                    p++;
                }
            }
        }
    }

    private void between(byte b) {
        if (JsonFraming.isBlank(b)) {
            return;
        }
        if (state == State.BEFORE_ARRAY && b == '[') {
            state = State.BEFORE_ELEMENT;
        } else if (state == State.AFTER_ELEMENT && b == ',') {
            state = State.BEFORE_ELEMENT;
        } else if (b == ']' && (state == State.BEFORE_ELEMENT || state == State.AFTER_ELEMENT)) {
            state = State.ENDED;
            reader.streamEnd();
        } else {
            unreadable = true;
        }
    }

    @Override
    public void finish(boolean endOfBody) {
        if (endOfBody && state != State.ENDED) {
            unreadable = true;
        }
    }

    @Override
    public boolean terminated() {
        return state == State.ENDED;
    }

    @Override
    public boolean unreadable() {
        return unreadable;
    }
}
