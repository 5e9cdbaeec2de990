package io.tallyspan.attribution;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What scopes say beside run and step. Immutable. A null dimension says nothing. */
record Dimensions(
        @Nullable String customerId,
        @Nullable String feature,
        @Nullable String agentName,
        @Nullable String userId,
        Map<String, String> tags) {

    /** More free tags than this are noise; the innermost are kept. */
    static final int MAX_TAGS = 64;

    private static final int MAX_VALUE = 256;

    static final Dimensions NONE = new Dimensions(null, null, null, null, Map.of());

    Dimensions {
        tags = Map.copyOf(tags);
    }

    /** These where they say something, else {@code outer}; tags are merged. */
    Dimensions within(Dimensions outer) {
        return new Dimensions(
                customerId != null ? customerId : outer.customerId,
                feature != null ? feature : outer.feature,
                agentName != null ? agentName : outer.agentName,
                userId != null ? userId : outer.userId,
                merged(outer.tags, tags));
    }

    /**
     * Null for a value that says nothing: null or blank. A value of more than {@value #MAX_VALUE} characters, which no
     * meter would take, keeps its beginning and ends in its hash: cut, it still tells two apart, and no event is lost.
     */
    static @Nullable String said(@Nullable String value) {
        return value == null || value.isBlank() ? null : StepPaths.bounded(value, MAX_VALUE);
    }

    private static Map<String, String> merged(Map<String, String> outer, Map<String, String> inner) {
        if (inner.isEmpty()) {
            return outer;
        }
        if (outer.isEmpty()) {
            return inner;
        }
        Map<String, String> merged = new HashMap<>(inner);
        outer.forEach((key, value) -> {
            if (merged.size() < MAX_TAGS) {
                merged.putIfAbsent(key, value);
            }
        });
        return merged;
    }
}
