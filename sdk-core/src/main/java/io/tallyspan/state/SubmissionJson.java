package io.tallyspan.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.tallyspan.attribution.Attribution;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One submission as JSON, flat but for the tags. What a later version adds is skipped. */
final class SubmissionJson {

    private static final String TAGS = "tags";

    /** Nothing of it stays in a thread local, where it would hold the class loader. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    private SubmissionJson() {}

    static String write(Submission submission) {
        StringWriter text = new StringWriter();
        Attribution submitter = submission.submitter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("id", submission.responseId());
            out.writeNumberField("at", submission.epochSecond());
            out.writeStringField("run", submitter.runId());
            out.writeStringField("execution", submitter.executionId());
            out.writeStringField("step", submitter.step());
            out.writeStringField("path", submitter.stepPath());
            writeIfPresent(out, "customer", submitter.customerId());
            writeIfPresent(out, "feature", submitter.feature());
            writeIfPresent(out, "agent", submitter.agentName());
            writeIfPresent(out, "user", submitter.userId());
            out.writeObjectFieldStart(TAGS);
            for (Map.Entry<String, String> tag : submitter.tags().entrySet()) {
                out.writeStringField(tag.getKey(), tag.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused a write", e);
        }
        return text.toString();
    }

    private static void writeIfPresent(JsonGenerator out, String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }

    /** The submission, or null if the text is none. */
    static @Nullable Submission read(String text) {
        Map<String, String> fields = new HashMap<>();
        Map<String, String> tags = new HashMap<>();
        long at = 0;
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING) {
                    fields.put(name, parser.getText());
                } else if (value == JsonToken.VALUE_NUMBER_INT && name.equals("at")) {
                    at = parser.getLongValue();
                } else if (value == JsonToken.START_OBJECT && name.equals(TAGS)) {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        String tag = parser.currentName();
                        if (parser.nextToken() == JsonToken.VALUE_STRING) {
                            tags.put(tag, parser.getText());
                        } else {
                            parser.skipChildren();
                        }
                    }
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            return null;
        }
        String id = fields.get("id");
        String run = fields.get("run");
        String execution = fields.get("execution");
        if (id == null || run == null || execution == null) {
            return null;
        }
        Attribution submitter = new Attribution(
                fields.get("customer"),
                fields.get("feature"),
                run,
                execution,
                fields.getOrDefault("step", ""),
                fields.getOrDefault("path", ""),
                fields.get("agent"),
                fields.get("user"),
                tags);
        return new Submission(id, at, submitter);
    }
}
