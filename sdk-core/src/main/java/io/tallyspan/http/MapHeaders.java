package io.tallyspan.http;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Headers out of a map. */
record MapHeaders(Map<String, String> values) implements Headers {

    MapHeaders {
        requireNonNull(values, "values");
    }

    @Override
    public @Nullable String first(String name) {
        String exact = values.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, String> header : values.entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        values.forEach(consumer);
    }
}
