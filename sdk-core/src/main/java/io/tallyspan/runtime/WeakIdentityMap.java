package io.tallyspan.runtime;

import static java.util.Objects.requireNonNull;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Attaches a value to another library's object, which stays free to be collected: keys are held weakly and compared by
 * identity, and an entry goes with its key. A value must not refer to its key. Safe for use by several threads.
 *
 * @param <K> the other library's type
 * @param <V> what is attached to it
 */
public final class WeakIdentityMap<K, V> {

    private final ConcurrentHashMap<Object, V> entries = new ConcurrentHashMap<>();
    private final ReferenceQueue<K> collected = new ReferenceQueue<>();

    /** An empty map. */
    public WeakIdentityMap() {}

    /** The value attached to {@code key}; null if there is none. */
    public @Nullable V get(K key) {
        return entries.get(new Lookup(key));
    }

    /** Attaches {@code value} to {@code key}, in place of an earlier one. */
    public void put(K key, V value) {
        for (Object stale = collected.poll(); stale != null; stale = collected.poll()) {
            entries.remove(stale);
        }
        entries.put(new WeakKey<>(requireNonNull(key, "key"), collected), requireNonNull(value, "value"));
    }

    /** Detaches and returns the value of {@code key}; null if there is none. */
    public @Nullable V remove(K key) {
        return entries.remove(new Lookup(key));
    }

    /** The number of entries, those of collected keys included until the next {@link #put}. */
    public int size() {
        return entries.size();
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        return left != null && left == right;
    }

    /** A key in the map. Equal to itself, so that it can be removed after its referent is gone. */
    private static final class WeakKey<K> extends WeakReference<K> {

        private final int hash;

        WeakKey(K key, ReferenceQueue<K> queue) {
            super(key, queue);
            hash = System.identityHashCode(key);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof WeakKey<?> weak && same(get(), weak.get()))
                    || (other instanceof Lookup lookup && same(get(), lookup.key));
        }
    }

    /** A key for one question: cheaper than a reference that the collector has to know of. */
    private static final class Lookup {

        private final Object key;

        Lookup(Object key) {
            this.key = key;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(key);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof WeakKey<?> weak && same(key, weak.get());
        }
    }
}
