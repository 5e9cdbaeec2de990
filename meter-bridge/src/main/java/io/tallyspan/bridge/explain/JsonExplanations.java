package io.tallyspan.bridge.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.opentelemetry.api.common.AttributeKey;
import io.tallyspan.config.GenAiUsage;
import io.tallyspan.config.SemconvDialect;
import io.tallyspan.export.UsageAttributes;
import io.tallyspan.id.EventId;
import io.tallyspan.semconv.GenAiAttributes;
import io.tallyspan.semconv.TallyspanAttributes;
import io.tallyspan.usage.UsageRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One JSON object per line, with the names of {@code docs/attributes.md}. */
final class JsonExplanations implements ExplanationWriter {

    /** Of an execution and its scopes, of which an archive knows nothing. */
    private static final Set<AttributeKey<?>> UNKNOWN_HERE = Set.of(
            TallyspanAttributes.CALL_ID,
            TallyspanAttributes.RUN_ID,
            TallyspanAttributes.EXECUTION_ID,
            TallyspanAttributes.CUSTOMER_ID,
            TallyspanAttributes.FEATURE,
            TallyspanAttributes.STEP,
            GenAiAttributes.ERROR_TYPE,
            GenAiAttributes.HTTP_STATUS,
            GenAiAttributes.SERVER_ADDRESS);

    private final UsageAttributes attributes = new UsageAttributes(GenAiUsage.NEVER, SemconvDialect.DEFAULT);
    private final JsonGenerator json;

    JsonExplanations(OutputStream out) throws IOException {
        json = new JsonFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void write(Explanation explanation) throws IOException {
        json.writeStartObject();
        json.writeNumberField("entry", explanation.index());
        json.writeStringField("result", explanation.result().wireName());
        json.writeStringField("http.request.method", explanation.method());
        write("server.address", explanation.host());
        write("url.path", explanation.path());
        if (explanation.status() > 0) {
            json.writeNumberField("http.response.status_code", explanation.status());
        }
        UsageRecord record = explanation.record();
        if (record != null) {
            write("error.type", Texts.error(explanation, record));
            for (Map.Entry<AttributeKey<?>, Object> attribute :
                    attributes.of(record).asMap().entrySet()) {
                if (!UNKNOWN_HERE.contains(attribute.getKey()) && !isPlaceholder(attribute.getKey(), record)) {
                    write(attribute.getKey().getKey(), attribute.getValue());
                }
            }
        }
        json.writeArrayFieldStart("notes");
        for (String note : explanation.notes()) {
            json.writeString(note);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
    }

    /** An id by rule 3 is made of an execution that there was not. */
    private static boolean isPlaceholder(AttributeKey<?> key, UsageRecord record) {
        EventId eventId = record.eventId();
        return key.equals(TallyspanAttributes.EVENT_ID) && eventId != null && eventId.rule() == 3;
    }

    private void write(String name, @Nullable Object value) throws IOException {
        if (value instanceof Long number) {
            json.writeNumberField(name, number);
        } else if (value instanceof Double number) {
            json.writeNumberField(name, number);
        } else if (value instanceof Boolean bool) {
            json.writeBooleanField(name, bool);
        } else if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }

    @Override
    public void end() throws IOException {
        json.writeRaw('\n');
        json.flush();
    }
}
