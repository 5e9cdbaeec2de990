package io.tallyspan.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.UsageLine;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The value of {@code tallyspan.usage.lines}. */
public final class BillingLinesJson {

    private static final JsonFactory JSON = new JsonFactory();

    private BillingLinesJson() {}

    /** The lines with their costs, where they have one. */
    public static String of(List<UsageLine> lines) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (UsageLine line : lines) {
                json.writeStartObject();
                json.writeNumberField("line", line.line());
                json.writeStringField("type", line.type());
                if (line.model() != null) {
                    json.writeStringField("model", line.model());
                }
                json.writeObjectFieldStart("usage");
                writeUsage(json, line);
                json.writeEndObject();
                if (line.cost() != null) {
                    json.writeStringField("cost", line.cost().toPlainString());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private static void writeUsage(JsonGenerator json, UsageLine line) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        line.usage().forEachCount(counts::put);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        for (Unit unit : Unit.values()) {
            Double quantity = unit.isFractional() ? line.usage().getFraction(unit) : null;
            if (quantity != null) {
                json.writeNumberField(unit.unitName(), quantity);
            }
        }
    }
}
