package io.tallyspan.reader;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A compiled set of paths into JSON documents. Immutable; compile it once for the class of a reader.
 *
 * <p>A path is a row of keys with dots between them. {@code []} after a key stands for every element of the array
 * there, {@code *} for every key that the set does not name at that place: {@code usage.prompt_tokens},
 * {@code choices[].finish_reason}, {@code usage.server_tool_use.*}, {@code [].id}. Every path has a number that the
 * reader chooses; several may share one.
 */
public final class JsonPaths {

    private final Node root;
    private final int depth;

    private JsonPaths(Node root, int depth) {
        this.root = root;
        this.depth = depth;
    }

    Node root() {
        return root;
    }

    /** How many containers a path runs through at most. */
    int depth() {
        return depth;
    }

    /** A builder of an empty set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects paths. Not safe for use by several threads. */
    public static final class Builder {

        private final Node root = new Node();
        private int depth = 1;

        private Builder() {}

        /**
         * Adds a path.
         *
         * @param path the path as described at {@link JsonPaths}
         * @param number what the reader is told when a value stands there; not negative
         * @throws IllegalArgumentException if the path is empty, the number negative or the path there already
         */
        public Builder add(String path, int number) {
            requireNonNull(path, "path");
            if (path.isEmpty() || number < 0) {
                throw new IllegalArgumentException("no path or no number: '" + path + "', " + number);
            }
            Node node = root;
            int steps = 1;
            for (String step : path.split("\\.", -1)) {
                String key = step;
                int arrays = 0;
                while (key.endsWith("[]")) {
                    key = key.substring(0, key.length() - 2);
                    arrays++;
                }
                if (!key.isEmpty()) {
                    node = node.childToBe(key);
                    steps++;
                } else if (arrays == 0) {
                    throw new IllegalArgumentException("an empty key in path '" + path + "'");
                }
                for (; arrays > 0; arrays--) {
                    node = node.elementsToBe();
                    steps++;
                }
            }
            if (node.number >= 0) {
                throw new IllegalArgumentException("path '" + path + "' is there already");
            }
            node.number = number;
            depth = Math.max(depth, steps);
            return this;
        }

        /** The set so far; the builder is not to be used after that. */
        public JsonPaths build() {
            return new JsonPaths(root, depth);
        }
    }

    /** A place in a document. Not changed any more once the set is built. */
    static final class Node {

        private static final int MAX_KEYS = Byte.MAX_VALUE;
        private static final byte[][] NO_KEYS = {};

        private int number = -1;
        private byte[][] keys = NO_KEYS;
        private Node[] children = {};
        /** Hash table of the keys: the place of a key in {@link #keys} and one, 0 where there is none. */
        private byte[] slots = new byte[1];

        private @Nullable Node any;
        private @Nullable Node elements;

        /** The number of the path that ends here, or -1. */
        int number() {
            return number;
        }

        /** What stands at every element, if this is an array. */
        @Nullable
        Node elements() {
            return elements;
        }

        /** What stands at keys that have no child of their own. */
        @Nullable
        Node any() {
            return any;
        }

        /** Whether paths go on through keys. */
        boolean hasKeys() {
            return keys.length > 0 || any != null;
        }

        /** What stands at the key of these bytes; null if no path goes there. */
        @Nullable
        Node child(byte[] bytes, int from, int to) {
            if (from < to) {
                int mask = slots.length - 1;
                for (int slot = hash(bytes, from, to) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
                    int i = slots[slot] - 1;
                    if (Arrays.equals(keys[i], 0, keys[i].length, bytes, from, to)) {
                        return children[i];
                    }
                }
            }
            return any;
        }

        private Node childToBe(String name) {
            if (name.equals("*")) {
                if (any == null) {
                    any = new Node();
                }
                return any;
            }
            byte[] key = name.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < keys.length; i++) {
                if (Arrays.equals(keys[i], key)) {
                    return children[i];
                }
            }
            int last = keys.length;
            if (last == MAX_KEYS) {
                throw new IllegalArgumentException("more than " + MAX_KEYS + " keys in one place, '" + name + "'");
            }
            keys = Arrays.copyOf(keys, last + 1);
            children = Arrays.copyOf(children, last + 1);
            keys[last] = key;
            rehash();
            children[last] = new Node();
            return children[last];
        }

        private void rehash() {
            // sparse, so that most keys that nobody wants are told by an empty slot
            slots = new byte[Integer.highestOneBit(keys.length) * 8];
            for (int i = 0; i < keys.length; i++) {
                int slot = hash(keys[i], 0, keys[i].length) & (slots.length - 1);
                while (slots[slot] != 0) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = (byte) (i + 1);
            }
        }

        private static int hash(byte[] bytes, int from, int to) {
            return (to - from) * 7 + bytes[from] * 5 + bytes[to - 1] * 3;
        }

        private Node elementsToBe() {
            if (elements == null) {
                elements = new Node();
            }
            return elements;
        }
    }
}
