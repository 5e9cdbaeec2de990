package io.tallyspan.bridge.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.tallyspan.semconv.TallyspanAttributes;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the counts of one record or line, checked. Not safe for use by several threads. */
final class Units {

    /** More than any response holds, and little enough that the sums of a ledger stay exact whole numbers. */
    private static final long MAX_COUNT = 1_000_000_000_000L;

    private static final String SERVER_TOOL = "server_tool.";

    private final Usage.Builder usage = Usage.builder();

    /** Units without a column, by name: server tools, custom units and units of later releases. */
    private final Map<String, BigDecimal> others = new TreeMap<>();

    /** Those among {@link #others} of which {@link Usage} does not know. */
    private final Map<String, BigDecimal> unknown = new TreeMap<>();

    /** All {@code tallyspan.usage.*} attributes that are counts. */
    static Units of(AttributeValues attributes) throws BrokenRecord {
        Units units = new Units();
        for (Map.Entry<String, AnyValue> attribute : attributes.all().entrySet()) {
            String key = attribute.getKey();
            if (key.startsWith(TallyspanAttributes.USAGE_PREFIX)
                    && !key.equals(TallyspanAttributes.USAGE_QUALITY.getKey())
                    && !key.equals(TallyspanAttributes.USAGE_LINES.getKey())) {
                units.add(key, key.substring(TallyspanAttributes.USAGE_PREFIX.length()), attribute.getValue());
            }
        }
        return units;
    }

    private void add(String key, String name, AnyValue value) throws BrokenRecord {
        if (value.hasIntValue()) {
            addWhole(key, name, value.getIntValue());
        } else if (value.hasDoubleValue()) {
            addFraction(key, name, value.getDoubleValue());
        } else if (name.startsWith(Usage.CUSTOM) && value.hasStringValue()) {
            addCustom(name, AttributeValues.decimal(key, value.getStringValue()));
        } else if (Unit.named(name) != null || name.startsWith(SERVER_TOOL) || name.startsWith(Usage.CUSTOM)) {
            throw new BrokenRecord(key + " is no quantity");
        } // else of a later release, and kept among the attributes
    }

    /** Adds a whole-number quantity; {@code key} is what a message calls it. */
    void addWhole(String key, String name, long count) throws BrokenRecord {
        if (count < 0 || count > MAX_COUNT) {
            throw new BrokenRecord(key + " is not from 0 to " + MAX_COUNT + ": " + count);
        }
        Unit unit = Unit.named(name);
        if (unit != null && unit.isFractional()) {
            usage.setFraction(unit, (double) count);
        } else if (unit != null) {
            usage.set(unit, count);
        } else if (name.startsWith(SERVER_TOOL)) {
            usage.setServerTool(name.substring(SERVER_TOOL.length()), count);
            others.put(name, BigDecimal.valueOf(count));
        } else if (name.startsWith(Usage.CUSTOM)) {
            addCustom(name, BigDecimal.valueOf(count));
        } else {
            addUnknown(name, BigDecimal.valueOf(count));
        }
    }

    /** Adds a fractional quantity. */
    void addFraction(String key, String name, double quantity) throws BrokenRecord {
        if (!(quantity >= 0 && quantity <= MAX_COUNT)) {
            throw new BrokenRecord(key + " is not from 0 to " + MAX_COUNT + ": " + quantity);
        }
        Unit unit = Unit.named(name);
        if (unit != null && unit.isFractional()) {
            usage.setFraction(unit, quantity);
        } else if (unit != null || name.startsWith(SERVER_TOOL)) {
            throw new BrokenRecord(key + " is counted in whole numbers: " + quantity);
        } else if (name.startsWith(Usage.CUSTOM)) {
            addCustom(name, BigDecimal.valueOf(quantity));
        } else {
            addUnknown(name, BigDecimal.valueOf(quantity));
        }
    }

    private void addCustom(String name, BigDecimal quantity) {
        usage.setCustom(name.substring(Usage.CUSTOM.length()), quantity);
        others.put(name, quantity);
    }

    private void addUnknown(String name, BigDecimal quantity) {
        others.put(name, quantity);
        unknown.put(name, quantity);
    }

    Usage usage() {
        return usage.build();
    }

    /** The units without a column as JSON, decimals as strings; null if there are none. */
    @Nullable
    String othersJson(JsonFactory json) {
        return others.isEmpty() ? null : write(others, json);
    }

    /** The units of which the billing digest does not know; null if there are none. */
    @Nullable
    String unknownJson(JsonFactory json) {
        return unknown.isEmpty() ? null : write(unknown, json);
    }

    private static String write(Map<String, BigDecimal> quantities, JsonFactory json) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(out)) {
            generator.writeStartObject();
            for (Map.Entry<String, BigDecimal> quantity : quantities.entrySet()) {
                BigDecimal plain = quantity.getValue().stripTrailingZeros();
                generator.writeStringField(quantity.getKey(), plain.toPlainString());
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter never fails", e);
        }
        return out.toString();
    }
}
