package io.tallyspan.reader;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The containers around the place where a scanner is. Only those that paths run through: no more than the longest path
 * is long.
 */
final class JsonLevels {

    private static final int OBJECT = -1;

    private final JsonPaths.@Nullable Node[] nodes;
    private final int[] indexes;
    private int depth;
    private @Nullable String wildcardKey;
    private int wildcardDepth;

    JsonLevels(int maxDepth) {
        nodes = new JsonPaths.@Nullable Node[maxDepth];
        indexes = new int[maxDepth];
    }

    void clear() {
        depth = 0;
        wildcardKey = null;
    }

    boolean isEmpty() {
        return depth == 0;
    }

    void push(JsonPaths.Node node, boolean array) {
        nodes[depth] = node;
        indexes[depth] = array ? 0 : OBJECT;
        depth++;
    }

    JsonPaths.Node pop() {
        JsonPaths.Node node = node();
        depth--;
        return node;
    }

    JsonPaths.Node node() {
        return requireNonNull(nodes[depth - 1]);
    }

    boolean inArray() {
        return indexes[depth - 1] != OBJECT;
    }

    void nextElement() {
        // a document of more than 2^31 elements goes on at the last index instead of turning into an object
        indexes[depth - 1] = Math.max(indexes[depth - 1], indexes[depth - 1] + 1);
    }

    /** The index in the innermost array, or -1. */
    int index() {
        for (int i = depth - 1; i >= 0; i--) {
            if (indexes[i] != OBJECT) {
                return indexes[i];
            }
        }
        return -1;
    }

    @Nullable
    String wildcardKey() {
        return wildcardKey;
    }

    /** Where the paths go on at a key of the innermost object, given as raw bytes; null if none does. */
    JsonPaths.@Nullable Node child(byte[] raw, int from, int to, boolean escapes) {
        JsonPaths.Node here = node();
        byte[] key = raw;
        int start = from;
        int end = to;
        if (escapes) {
            String decoded = JsonText.unescape(new String(raw, from, to - from, StandardCharsets.UTF_8));
            if (decoded == null) {
                return null;
            }
            key = decoded.getBytes(StandardCharsets.UTF_8);
            start = 0;
            end = key.length;
        }
        JsonPaths.Node child = here.child(key, start, end);
        if (wildcardKey != null && depth <= wildcardDepth) {
            wildcardKey = null;
        }
        if (child != null && child == here.any()) {
            if (end - start > JsonToken.MAX_CHARS) {
                return null;
            }
            wildcardKey = new String(Arrays.copyOfRange(key, start, end), StandardCharsets.UTF_8);
            wildcardDepth = depth;
        }
        return child;
    }
}
