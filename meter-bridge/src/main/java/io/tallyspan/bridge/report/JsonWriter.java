package io.tallyspan.bridge.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes an array of flat rows; the cost is a string, because a reader's double would not be exact. */
final class JsonWriter {

    private JsonWriter() {}

    static void write(Report report, Appendable out) throws IOException {
        List<String> units = ReportFormat.units(report);
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
            json.writeStartArray();
            for (ReportRow row : report.rows()) {
                write(row, units, json);
            }
            json.writeEndArray();
        }
        out.append(text.getBuffer()).append(System.lineSeparator());
    }

    private static void write(ReportRow row, List<String> units, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, @Nullable String> dimension : row.dimensions().entrySet()) {
            json.writeStringField(dimension.getKey(), dimension.getValue());
        }
        List<Long> counts = ReportFormat.counts(row);
        for (int i = 0; i < counts.size(); i++) {
            json.writeNumberField(ReportFormat.COUNTS.get(i), counts.get(i));
        }
        for (String unit : units) {
            json.writeFieldName(unit);
            json.writeNumber(row.unit(unit));
        }
        BigDecimal cost = row.cost();
        json.writeStringField("cost", cost == null ? null : cost.toPlainString());
        json.writeStringField("currency", row.currency());
        json.writeEndObject();
    }
}
