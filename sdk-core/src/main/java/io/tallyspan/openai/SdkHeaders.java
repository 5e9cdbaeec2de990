package io.tallyspan.openai;

import io.tallyspan.http.Headers;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request's or response's headers.
 *
 * @param headers as the SDK holds them
 * @param contentType that of a request's body, which the transport will add; null for none
 */
record SdkHeaders(
        com.openai.core.http.Headers headers, @Nullable String contentType) implements Headers {

    private static final String CONTENT_TYPE = "Content-Type";

    @Override
    public @Nullable String first(String name) {
        List<String> values = headers.values(name);
        if (values.isEmpty()) {
            return CONTENT_TYPE.equalsIgnoreCase(name) ? contentType : null;
        }
        return values.get(0);
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        for (String name : headers.names()) {
            List<String> values = headers.values(name);
            // by index: a header nearly always has one value, and an iterator for each would be most of the cost
            for (int i = 0; i < values.size(); i++) {
                consumer.accept(name, values.get(i));
            }
        }
        if (contentType != null && headers.values(CONTENT_TYPE).isEmpty()) {
            consumer.accept(CONTENT_TYPE, contentType);
        }
    }

    /** Names only: a header may be a key. */
    @Override
    public String toString() {
        return headers.names().toString();
    }
}
