package io.tallyspan.okhttp;

import io.tallyspan.http.Headers;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

record OkHttpHeaders(okhttp3.Headers headers) implements Headers {

    /** OkHttp's own {@code get} gives the last value. */
    @Override
    public @Nullable String first(String name) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase(name)) {
                return headers.value(i);
            }
        }
        return null;
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        for (int i = 0; i < headers.size(); i++) {
            consumer.accept(headers.name(i), headers.value(i));
        }
    }

    /** Names only: a header may be a key. */
    @Override
    public String toString() {
        return headers.names().toString();
    }
}
