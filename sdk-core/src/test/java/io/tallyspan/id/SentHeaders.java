package io.tallyspan.id;

import io.tallyspan.http.Headers;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Headers from a list of names and values. */
record SentHeaders(Map<String, String> values) implements Headers {

    static Headers of(String... namesAndValues) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new SentHeaders(values);
    }

    @Override
    public @Nullable String first(String name) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        values.forEach(consumer);
    }
}
