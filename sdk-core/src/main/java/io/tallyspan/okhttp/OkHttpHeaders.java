package io.tallyspan.okhttp;

import io.tallyspan.http.Headers;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request's or response's headers.
 *
 * @param headers as OkHttp holds them
 * @param contentType that of a request's body, which OkHttp adds on the way to the wire; null for none
 */
record OkHttpHeaders(okhttp3.Headers headers, @Nullable String contentType) implements Headers {

    private static final String CONTENT_TYPE = "Content-Type";

    /** OkHttp's own {@code get} gives the last value. */
    @Override
    public @Nullable String first(String name) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase(name)) {
                return headers.value(i);
            }
        }
        return CONTENT_TYPE.equalsIgnoreCase(name) ? contentType : null;
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        for (int i = 0; i < headers.size(); i++) {
            consumer.accept(headers.name(i), headers.value(i));
        }
        if (contentType != null && headers.get(CONTENT_TYPE) == null) {
            consumer.accept(CONTENT_TYPE, contentType);
        }
    }

    /** Names only: a header may be a key. */
    @Override
    public String toString() {
        return headers.names().toString();
    }
}
