package io.tallyspan.jdkhttp;

import io.tallyspan.http.Headers;
import java.net.http.HttpHeaders;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

record JdkHeaders(HttpHeaders headers) implements Headers {

    @Override
    public @Nullable String first(String name) {
        return headers.firstValue(name).orElse(null);
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        headers.map().forEach((name, values) -> values.forEach(value -> consumer.accept(name, value)));
    }

    /** Names only: a header may be a key. */
    @Override
    public String toString() {
        return headers.map().keySet().toString();
    }
}
