package io.tallyspan.reader;

/** JSON documents one after the other, usually one a line (NDJSON): the streams of Ollama and of Cohere's first API. */
final class JsonLinesFraming implements Framing {

    private final UsageReader reader;
    private final JsonScanner scanner;
    private boolean inDocument;
    private boolean unreadable;

    JsonLinesFraming(UsageReader reader) {
        this.reader = reader;
        this.scanner = new JsonScanner(reader.paths(), JsonSink.of(reader));
    }

    @Override
    public void feed(byte[] bytes, int from, int end) {
        int p = from;
        while (p < end && !unreadable) {
            if (!inDocument) {
                if (JsonFraming.isBlank(bytes[p])) {
                    p++;
                    continue;
                }
                inDocument = true;
                scanner.reset();
                reader.documentStart(null);
            }
            p = scanner.feed(bytes, p, end);
            if (scanner.done()) {
                inDocument = false;
                reader.documentEnd();
            }
            unreadable = scanner.malformed();
        }
    }

    @Override
    public void finish(boolean endOfBody) {
        if (inDocument && endOfBody && !unreadable) {
            unreadable = !scanner.end();
            if (!unreadable) {
                inDocument = false;
                reader.documentEnd();
            }
        }
    }

    /** Lines know no end of their own: the documents say which is the last. */
    @Override
    public boolean terminated() {
        return false;
    }

    @Override
    public boolean unreadable() {
        return unreadable;
    }
}
