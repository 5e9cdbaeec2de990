package io.tallyspan.bridge.explain;

import io.tallyspan.http.Headers;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Headers as an archive lists them, without HTTP/2's pseudo headers. */
record HarHeaders(List<Map.Entry<String, String>> values) implements Headers {

    HarHeaders {
        values = values.stream()
                .filter(header -> !header.getKey().startsWith(":"))
                .toList();
    }

    @Override
    public @Nullable String first(String name) {
        for (Map.Entry<String, String> header : values) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        values.forEach(header -> consumer.accept(header.getKey(), header.getValue()));
    }

    /** The same without those of that name. */
    HarHeaders without(String name) {
        return new HarHeaders(values.stream()
                .filter(header -> !header.getKey().equalsIgnoreCase(name))
                .toList());
    }

    /** Names only: a header may be a key. */
    @Override
    public String toString() {
        return values.stream().map(Map.Entry::getKey).toList().toString();
    }
}
