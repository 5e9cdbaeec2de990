package io.tallyspan.bridge.explain;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value in memory, asked for members without complaint: archives come from many programs, and leave out what
 * they please. Immutable.
 *
 * @param value a map, a list, a string (of strings, numbers and booleans), or null
 */
record JsonTree(@Nullable Object value) {

    private static final JsonTree ABSENT = new JsonTree(null);

    /** The value at which {@code parser} stands. */
    static JsonTree read(JsonParser parser) throws IOException {
        return new JsonTree(valueAt(parser));
    }

    private static @Nullable Object valueAt(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                object.put(name, valueAt(parser));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> array = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(valueAt(parser));
            }
            return array;
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    /** A member of an object; absent for anything else. */
    JsonTree at(String name) {
        return value instanceof Map<?, ?> object ? new JsonTree(object.get(name)) : ABSENT;
    }

    /** The elements of an array; none of anything else. */
    List<JsonTree> elements() {
        List<JsonTree> elements = new ArrayList<>();
        if (value instanceof List<?> array) {
            array.forEach(element -> elements.add(new JsonTree(element)));
        }
        return elements;
    }

    /** A string, number or boolean as text; null for anything else. */
    @Nullable
    String text() {
        return value instanceof String text ? text : null;
    }

    /** As {@link #text()}, or {@code otherwise}. */
    String text(String otherwise) {
        return value instanceof String text ? text : otherwise;
    }

    /** A number; {@code otherwise} for anything else. */
    double number(double otherwise) {
        try {
            return value instanceof String text ? Double.parseDouble(text) : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
