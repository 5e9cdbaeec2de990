package io.tallyspan.http;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

enum NoHeaders implements Headers {
    INSTANCE;

    @Override
    public @Nullable String first(String name) {
        return null;
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {}
}
