package io.tallyspan.http;

import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The headers of a request or response, as some HTTP library holds them. Read-only; names compare without case. */
public interface Headers {

    /** The first value of a header, or null. */
    @Nullable
    String first(String name);

    /** Passes every name and value, repeated headers one by one. */
    void forEach(BiConsumer<String, String> consumer);

    /** Headers that are given as a map, one value each. The map is not copied. */
    static Headers of(Map<String, String> values) {
        return new MapHeaders(values);
    }

    /** No headers. */
    static Headers none() {
        return NoHeaders.INSTANCE;
    }
}
