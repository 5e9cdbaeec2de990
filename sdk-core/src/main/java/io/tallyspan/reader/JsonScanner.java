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

    private static final int VALUE = 0;
    private static final int FIRST_ELEMENT = 1;
    private static final int FIRST_KEY = 2;
    private static final int KEY = 3;
    private static final int COLON = 4;
    private static final int NEXT = 5;
    private static final int IN_KEY = 6;
    private static final int IN_TEXT = 7;
    private static final int IN_WORD = 8;
    private static final int SKIP_TEXT = 9;
    private static final int SKIP_WORD = 10;
    private static final int SKIP_TREE = 11;
    private static final int SKIP_TREE_TEXT = 12;
    private static final int DONE = 13;
    private static final int MALFORMED = 14;

    /** Levels of a skipped subtree whose brackets are checked to match; one bit each. Deeper ones are counted. */
    private static final int CHECKED_LEVELS = Long.SIZE;

    private final JsonPaths paths;
    private final JsonSink sink;
    private final JsonToken token = new JsonToken();
    private final JsonLevels levels;
    private int state = VALUE;
    private JsonPaths.@Nullable Node node;
    private boolean afterBackslash;
    private boolean escapes;
    private long treeDepth;
    private long treeKinds;

    JsonScanner(JsonPaths paths, JsonSink sink) {
        this.paths = paths;
        this.sink = sink;
        this.levels = new JsonLevels(paths.depth());
        this.node = paths.root();
    }

    /** Begins a new document. */
    void reset() {
        state = VALUE;
        node = paths.root();
        levels.clear();
        token.holdNothing();
        afterBackslash = false;
        escapes = false;
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
        if (levels.isEmpty() && (state == IN_WORD || state == SKIP_WORD)) {
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
                case IN_WORD, SKIP_WORD -> p = inWord(bytes, p, end);
                case SKIP_TEXT -> p = inSkippedText(bytes, p, end);
                case SKIP_TREE -> p = inTree(bytes, p, end);
                case SKIP_TREE_TEXT -> p = inTreeText(bytes, p, end);
                default -> p = structure(bytes[p], p);
            }
        }
        token.release();
        return p;
    }

    private int structure(byte c, int p) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            return p + 1;
        }
        switch (state) {
            case COLON -> state = c == ':' ? VALUE : MALFORMED;
            case NEXT -> next(c);
            case KEY -> key(c);
            case FIRST_KEY -> {
                if (c == '}') {
                    close();
                } else {
                    key(c);
                }
            }
            case FIRST_ELEMENT -> {
                if (c == ']') {
                    close();
                } else {
                    return value(c, p);
                }
            }
            default -> {
                return value(c, p);
            }
        }
        return p + 1;
    }

    private void key(byte c) {
        state = c == '"' ? IN_KEY : MALFORMED;
        token.holdNothing();
        escapes = false;
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

    private int value(byte c, int p) {
        switch (c) {
            case '"' -> {
                state = wanted(node) ? IN_TEXT : SKIP_TEXT;
                token.holdNothing();
                escapes = false;
                return p + 1;
            }
            case '{' -> open(true);
            case '[' -> open(false);
            default -> {
                state = wanted(node) ? IN_WORD : SKIP_WORD;
                token.holdNothing();
                if (c != '-' && (c < '0' || c > '9') && c != 't' && c != 'f' && c != 'n') {
                    state = MALFORMED;
                }
                return p;
            }
        }
        return p + 1;
    }

    private void open(boolean object) {
        JsonPaths.Node here = node;
        if (here != null) {
            tell(here, token.bare(object ? Kind.OBJECT_START : Kind.ARRAY_START));
            if (object ? here.hasKeys() : here.elements() != null) {
                levels.push(here, !object);
                node = here.elements();
                state = object ? FIRST_KEY : FIRST_ELEMENT;
                return;
            }
        }
        state = SKIP_TREE;
        treeDepth = 1;
        treeKinds = object ? 1 : 0;
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

    private static boolean wanted(JsonPaths.@Nullable Node node) {
        return node != null && node.number() >= 0;
    }

    private void tell(JsonPaths.@Nullable Node where, JsonToken value) {
        if (where != null && where.number() >= 0) {
            value.at(levels.index(), levels.wildcardKey());
            sink.value(where.number(), value);
        }
    }

    /** The index of the quote that ends the string in which {@code from} lies, or {@code end}. */
    private int endOfString(byte[] bytes, int from, int end) {
        int p = from;
        if (afterBackslash) {
            afterBackslash = false;
            p++;
        }
        while (true) {
            p = ByteScan.quoteOrBackslash(bytes, p, end);
            if (p >= end || bytes[p] == '"') {
                return p;
            }
            escapes = true;
            p += 2;
            if (p > end) {
                afterBackslash = true;
                return end;
            }
        }
    }

    private int inKey(byte[] bytes, int from, int end) {
        int quote = endOfString(bytes, from, end);
        if (quote == end || token.heldLength() > 0) {
            token.hold(bytes, from, quote);
            if (quote == end) {
                return end;
            }
            node = levels.child(token.held(), 0, token.heldLength(), escapes);
        } else {
            node = levels.child(bytes, from, quote, escapes);
        }
        state = COLON;
        return quote + 1;
    }

    private int inText(byte[] bytes, int from, int end) {
        int quote = endOfString(bytes, from, end);
        if (quote == end || token.heldLength() > 0) {
            token.hold(bytes, from, quote);
            if (quote == end) {
                return end;
            }
            tell(node, token.ofHeld(Kind.STRING, escapes));
        } else {
            tell(node, token.whole(Kind.STRING, bytes, from, quote, escapes));
        }
        endOfValue();
        return quote + 1;
    }

    private int inSkippedText(byte[] bytes, int from, int end) {
        int quote = endOfString(bytes, from, end);
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
        if (state == IN_WORD) {
            tell(node, token.whole(kind, bytes, from, to, false));
        }
        endOfValue();
    }

    private int inTree(byte[] bytes, int from, int end) {
        int p = from;
        long depth = treeDepth;
        long kinds = treeKinds;
        while ((p = ByteScan.structure(bytes, p, end)) < end) {
            byte c = bytes[p++];
            if (c == '"') {
                p = endOfString(bytes, p, end);
                if (p == end) {
                    state = SKIP_TREE_TEXT;
                    break;
                }
                p++;
            } else if (c == '{' || c == '[') {
                if (depth < CHECKED_LEVELS) {
                    kinds = kinds << 1 | (c == '{' ? 1 : 0);
                }
                depth++;
            } else {
                if (depth <= CHECKED_LEVELS) {
                    if ((kinds & 1) != (c == '}' ? 1 : 0)) {
                        state = MALFORMED;
                        break;
                    }
                    kinds >>>= 1;
                }
                if (--depth == 0) {
                    tell(node, token.bare(c == '}' ? Kind.OBJECT_END : Kind.ARRAY_END));
                    endOfValue();
                    break;
                }
            }
        }
        treeDepth = depth;
        treeKinds = kinds;
        return p;
    }

    private int inTreeText(byte[] bytes, int from, int end) {
        int quote = endOfString(bytes, from, end);
        if (quote == end) {
            return end;
        }
        state = SKIP_TREE;
        return quote + 1;
    }
}
