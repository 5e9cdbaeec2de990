package io.tallyspan.reader;

import io.tallyspan.reader.JsonValue.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON document after the other from chunks that may be split at any byte, and tells the values at the wanted
 * paths. Everything else is skipped: strings by looking for their end, whole subtrees by counting brackets, so that
 * memory is constant whatever the length or depth of a document, and no part of it is ever copied that nobody wants.
 *
 * <p>Checked is what decides where a wanted value stands; inside of skipped subtrees only brackets and quotes are. Not
 * safe for use by several threads.
 */
final class JsonScanner {

    // between values
    private static final int VALUE = 0;
    private static final int FIRST_ELEMENT = 1;
    private static final int FIRST_KEY = 2;
    private static final int KEY = 3;
    private static final int COLON = 4;
    private static final int NEXT = 5;
    // inside of them
    private static final int IN_KEY = 6;
    private static final int IN_TEXT = 7;
    private static final int IN_WORD = 8;
    private static final int IN_SUBTREE = 9;
    // after the last
    private static final int DONE = 10;
    private static final int MALFORMED = 11;

    private final JsonPaths paths;
    private final JsonSink sink;
    private final @Nullable TextSink texts;
    private final JsonToken token = new JsonToken();
    private final JsonLevels levels;
    private final JsonStringEnd string = new JsonStringEnd();
    private final JsonSubtree subtree = new JsonSubtree(string);
    private int state = VALUE;
    private JsonPaths.@Nullable Node node;

    JsonScanner(JsonPaths paths, JsonSink sink) {
        this.paths = paths;
        this.sink = sink;
        this.texts = sink instanceof TextSink textSink ? textSink : null;
        this.levels = new JsonLevels(paths.depth());
        this.node = paths.root();
    }

    /** Begins a new document. */
    void reset() {
        state = VALUE;
        node = paths.root();
        levels.clear();
        token.holdNothing();
    }

    /** Whether the document has closed. */
    boolean done() {
        return state == DONE;
    }

    /** Whether the bytes so far are no JSON. */
    boolean malformed() {
        return state == MALFORMED;
    }

    /** No more bytes of this document will come; whether it is whole. */
    boolean end() {
        if (levels.isEmpty() && state == IN_WORD) {
            endOfWord(token.held(), 0, token.heldLength());
        }
        return state == DONE;
    }

    /** Scans on; the index after the last byte that belongs to the document, or {@code end}. */
    int feed(byte[] bytes, int from, int end) {
        int p = from;
        while (p < end && state < DONE) {
            switch (state) {
                case IN_KEY -> p = inKey(bytes, p, end);
                case IN_TEXT -> p = inText(bytes, p, end);
                case IN_WORD -> p = inWord(bytes, p, end);
                case IN_SUBTREE -> p = inSubtree(bytes, p, end);
                default -> {
                    while (p < end && JsonFraming.isBlank(bytes[p])) {
                        p++;
                    }
                    p = p < end ? between(bytes, p, end) : end;
                }
            }
        }
        token.release();
        return p;
    }

    /** A byte between values; goes on into the value or key that it begins. */
    private int between(byte[] bytes, int p, int end) {
        byte c = bytes[p];
        switch (state) {
            case COLON -> state = c == ':' ? VALUE : MALFORMED;
            case NEXT -> next(c);
            case FIRST_ELEMENT -> {
                if (c != ']') {
                    return value(bytes, p, end);
                }
                close();
            }
            case VALUE -> {
                return value(bytes, p, end);
            }
            default -> {
                if (c == '"') {
                    state = IN_KEY;
                    token.holdNothing();
                    string.begin();
                    return inKey(bytes, p + 1, end);
                } else if (c == '}' && state == FIRST_KEY) {
                    close();
                } else {
                    state = MALFORMED;
                }
            }
        }
        return p + 1;
    }

    private void next(byte c) {
        if (c == ',') {
            if (levels.inArray()) {
                levels.nextElement();
                node = levels.node().elements();
                state = VALUE;
            } else {
                state = KEY;
            }
        } else if (c == (levels.inArray() ? ']' : '}')) {
            close();
        } else {
            state = MALFORMED;
        }
    }

    private int value(byte[] bytes, int p, int end) {
        byte c = bytes[p];
        if (c == '"') {
            state = IN_TEXT;
            token.holdNothing();
            string.begin();
            return inText(bytes, p + 1, end);
        } else if (c == '{' || c == '[') {
            return open(c == '{', bytes, p + 1, end);
        } else if (c == '-' || (c >= '0' && c <= '9') || c == 't' || c == 'f' || c == 'n') {
            state = IN_WORD;
            token.holdNothing();
            return inWord(bytes, p, end);
        }
        state = MALFORMED;
        return p;
    }

    private int open(boolean object, byte[] bytes, int p, int end) {
        JsonPaths.Node here = node;
        if (here != null) {
            tell(here, token.bare(object ? Kind.OBJECT_START : Kind.ARRAY_START));
            if (object ? here.hasKeys() : here.elements() != null) {
                levels.push(here, !object);
                node = here.elements();
                state = object ? FIRST_KEY : FIRST_ELEMENT;
                return p;
            }
        }
        state = IN_SUBTREE;
        subtree.begin(object);
        return inSubtree(bytes, p, end);
    }

    private void close() {
        boolean array = levels.inArray();
        JsonPaths.Node closed = levels.pop();
        tell(closed, token.bare(array ? Kind.ARRAY_END : Kind.OBJECT_END));
        endOfValue();
    }

    private void endOfValue() {
        state = levels.isEmpty() ? DONE : NEXT;
    }

    private void tell(JsonPaths.@Nullable Node where, JsonToken value) {
        if (where != null && where.number() >= 0) {
            value.at(levels.index(), levels.wildcardKey());
            sink.value(where.number(), value);
        }
    }

    private int inKey(byte[] bytes, int from, int end) {
        int quote = string.find(bytes, from, end);
        if (quote == end || token.heldLength() > 0) {
            token.hold(bytes, from, quote);
            if (quote == end) {
                return end;
            }
            node = levels.child(token.held(), 0, token.heldLength(), string.escapes());
        } else {
            node = levels.child(bytes, from, quote, string.escapes());
        }
        int p = quote + 1;
        boolean colon = p < end && bytes[p] == ':';
        state = colon ? VALUE : COLON;
        return colon ? p + 1 : p;
    }

    private int inText(byte[] bytes, int from, int end) {
        int quote = string.find(bytes, from, end);
        if (node != null && node.number() >= 0 && texts != null) {
            texts.text(node.number(), bytes, from, quote, quote < end);
        } else if (node != null && node.number() >= 0) {
            if (quote == end || token.heldLength() > 0) {
                token.hold(bytes, from, quote);
            }
            if (quote < end) {
                tell(
                        node,
                        token.heldLength() > 0
                                ? token.ofHeld(Kind.STRING, string.escapes())
                                : token.whole(Kind.STRING, bytes, from, quote, string.escapes()));
            }
        }
        if (quote == end) {
            return end;
        }
        endOfValue();
        return quote + 1;
    }

    private int inWord(byte[] bytes, int from, int end) {
        int p = from;
        while (p < end && bytes[p] > ' ' && bytes[p] != ',' && bytes[p] != '}' && bytes[p] != ']') {
            p++;
        }
        if (p == end || token.heldLength() > 0) {
            token.hold(bytes, from, p);
            if (p < end) {
                endOfWord(token.held(), 0, token.heldLength());
            }
        } else {
            endOfWord(bytes, from, p);
        }
        return p;
    }

    private void endOfWord(byte[] bytes, int from, int to) {
        Kind kind = JsonText.kindOfWord(bytes, from, to);
        if (kind == null) {
            state = MALFORMED;
            return;
        }
        tell(node, token.whole(kind, bytes, from, to, false));
        endOfValue();
    }

    private int inSubtree(byte[] bytes, int from, int end) {
        int p = subtree.skip(bytes, from, end);
        if (subtree.closed()) {
            tell(node, token.bare(bytes[p - 1] == '}' ? Kind.OBJECT_END : Kind.ARRAY_END));
            endOfValue();
        } else if (subtree.malformed()) {
            state = MALFORMED;
        }
        return p;
    }
}
