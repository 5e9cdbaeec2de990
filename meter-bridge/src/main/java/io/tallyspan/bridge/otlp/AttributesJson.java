package io.tallyspan.bridge.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Attributes as a JSON object: whole numbers stay whole, bytes become base64, what is not finite becomes a string. */
final class AttributesJson {

    private final JsonFactory json;

    AttributesJson(JsonFactory json) {
        this.json = json;
    }

    String write(Map<String, AnyValue> attributes) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(out)) {
            generator.writeStartObject();
            for (Map.Entry<String, AnyValue> attribute : attributes.entrySet()) {
                generator.writeFieldName(attribute.getKey());
                write(attribute.getValue(), generator);
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter never fails", e);
        }
        return out.toString();
    }

    private static void write(AnyValue value, JsonGenerator out) throws IOException {
        switch (value.getValueCase()) {
            case STRING_VALUE -> out.writeString(value.getStringValue());
            case BOOL_VALUE -> out.writeBoolean(value.getBoolValue());
            case INT_VALUE -> out.writeNumber(value.getIntValue());
            case DOUBLE_VALUE -> out.writeNumber(value.getDoubleValue());
            case BYTES_VALUE -> out.writeBinary(value.getBytesValue().toByteArray());
            case ARRAY_VALUE -> {
                out.writeStartArray();
                for (AnyValue element : value.getArrayValue().getValuesList()) {
                    write(element, out);
                }
                out.writeEndArray();
            }
            case KVLIST_VALUE -> {
                out.writeStartObject();
                for (KeyValue field : value.getKvlistValue().getValuesList()) {
                    out.writeFieldName(field.getKey());
                    write(field.getValue(), out);
                }
                out.writeEndObject();
            }
            default -> out.writeNull();
        }
    }
}
