package io.tallyspan.openai;

import io.tallyspan.http.Headers;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

record SdkHeaders(com.openai.core.http.Headers headers) implements Headers {

    @Override
    public @Nullable String first(String name) {
        List<String> values = headers.values(name);
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        for (String name : headers.names()) {
            for (String value : headers.values(name)) {
                consumer.accept(name, value);
            }
        }
    }

    /** Names only: a header may be a key. */
    @Override
    public String toString() {
        return headers.names().toString();
    }
}
