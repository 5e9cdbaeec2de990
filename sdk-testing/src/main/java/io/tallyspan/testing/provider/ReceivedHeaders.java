package io.tallyspan.testing.provider;

import io.tallyspan.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The header lines of one message in their order. */
final class ReceivedHeaders implements Headers {

    private record Line(String name, String value) {}

    private final List<Line> lines = new ArrayList<>();

    void add(String name, String value) {
        lines.add(new Line(name, value));
    }

    @Override
    public @Nullable String first(String name) {
        for (Line line : lines) {
            if (line.name.equalsIgnoreCase(name)) {
                return line.value;
            }
        }
        return null;
    }

    boolean contains(String name, String token) {
        String value = first(name);
        return value != null && value.toLowerCase(Locale.ROOT).contains(token);
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        lines.forEach(line -> consumer.accept(line.name, line.value));
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
