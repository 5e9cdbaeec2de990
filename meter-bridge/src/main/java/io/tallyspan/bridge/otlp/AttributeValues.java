package io.tallyspan.bridge.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The attributes of a span or a resource, by key, with types checked as they are asked for. */
final class AttributeValues {

    /** More than any name, id or model has, and little enough for an index. */
    private static final int MAX_LENGTH = 1024;

    private static final int SHOWN = 80;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,30}(\\.[0-9]{1,30})?");

    private final Map<String, AnyValue> values = new LinkedHashMap<>();

    AttributeValues(List<KeyValue> attributes) {
        attributes.forEach(attribute -> values.put(attribute.getKey(), attribute.getValue()));
    }

    Map<String, AnyValue> all() {
        return values;
    }

    /** A text; null if absent or empty. */
    @Nullable
    String text(AttributeKey<String> key) throws BrokenRecord {
        return text(key.getKey());
    }

    private @Nullable String text(String key) throws BrokenRecord {
        AnyValue value = values.get(key);
        if (value == null) {
            return null;
        }
        if (!value.hasStringValue()) {
            throw new BrokenRecord(key + " is not a string");
        }
        String text = value.getStringValue();
        if (text.length() > MAX_LENGTH) {
            throw new BrokenRecord(key + " is longer than " + MAX_LENGTH + " characters");
        }
        return text.isEmpty() ? null : text;
    }

    /** A text that must be there. */
    String required(AttributeKey<String> key) throws BrokenRecord {
        String text = text(key);
        if (text == null) {
            throw new BrokenRecord(key.getKey() + " is missing");
        }
        return text;
    }

    /** A text without a bound on its length; null if absent. */
    @Nullable
    String longText(AttributeKey<String> key) throws BrokenRecord {
        AnyValue value = values.get(key.getKey());
        if (value != null && !value.hasStringValue()) {
            throw new BrokenRecord(key.getKey() + " is not a string");
        }
        return value == null ? null : value.getStringValue();
    }

    /** A whole number; null if absent. */
    @Nullable
    Long whole(AttributeKey<Long> key) throws BrokenRecord {
        AnyValue value = values.get(key.getKey());
        if (value == null) {
            return null;
        }
        if (!value.hasIntValue()) {
            throw new BrokenRecord(key.getKey() + " is not an int");
        }
        return value.getIntValue();
    }

    /** An exact decimal in a string; null if absent. */
    @Nullable
    BigDecimal decimal(AttributeKey<String> key) throws BrokenRecord {
        String text = text(key);
        return text == null ? null : decimal(key.getKey(), text);
    }

    /** The decimal that {@code text} is; neither signs nor exponents, which could make sums of any length. */
    static BigDecimal decimal(String key, String text) throws BrokenRecord {
        if (!DECIMAL.matcher(text).matches()) {
            throw new BrokenRecord(key + " is no plain decimal: " + shown(text));
        }
        return new BigDecimal(text);
    }

    /** A value from outside for a message: short, and without control characters. */
    static String shown(String text) {
        String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return '"' + start.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
