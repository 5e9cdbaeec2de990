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

    /** Null for a value that says nothing: null or blank. */
    static @Nullable String said(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private static Map<String, String> merged(Map<String, String> outer, Map<String, String> inner) {
        if (inner.isEmpty()) {
            return outer;
        }
        if (outer.isEmpty()) {
            return inner;
        }
        Map<String, String> merged = new HashMap<>(outer);
        merged.putAll(inner);
        return merged;
    }
}
