package io.tallyspan.bridge.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tallyspan.semconv.TallyspanAttributes;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of {@code tallyspan.usage.lines}; fields it does not know are left to the attributes. */
public final class LinesReader {

    private static final String KEY = TallyspanAttributes.USAGE_LINES.getKey();
    private static final int MAX_LINES = 10_000;

    private final JsonFactory json;

    /** Parses with {@code json}. */
    public LinesReader(JsonFactory json) {
        this.json = json;
    }

    /**
     * The lines, without their costs.
     *
     * @throws BrokenRecord if the text is no list of lines
     */
    public List<UsageLine> read(String text) throws BrokenRecord {
        List<UsageLine> lines = new ArrayList<>();
        try (JsonParser parser = json.createParser(text)) {
            expect(parser.nextToken() == JsonToken.START_ARRAY, "is no JSON array");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(lines.size() < MAX_LINES, "has more than " + MAX_LINES + " lines");
                lines.add(line(parser));
            }
            expect(parser.nextToken() == null, "goes on after the array");
        } catch (IOException e) {
            throw new BrokenRecord(KEY + " is no JSON");
        }
        return lines;
    }

    private static UsageLine line(JsonParser parser) throws IOException, BrokenRecord {
        expect(parser.currentToken() == JsonToken.START_OBJECT, "holds something that is no line");
        int number = -1;
        @Nullable String type = null;
        @Nullable String model = null;
        Usage usage = Usage.UNKNOWN;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "line" -> {
                    expect(value == JsonToken.VALUE_NUMBER_INT, "has a line without a number");
                    number = parser.getIntValue();
                }
                case "type" -> type = parser.getValueAsString();
                case "model" -> model = parser.getValueAsString();
                case "usage" -> usage = usage(parser);
                default -> parser.skipChildren();
            }
        }
        if (number < 0 || type == null) {
            throw new BrokenRecord(KEY + " has a line without number or type");
        }
        return new UsageLine(number, type, model, usage);
    }

    private static Usage usage(JsonParser parser) throws IOException, BrokenRecord {
        expect(parser.currentToken() == JsonToken.START_OBJECT, "has a line whose usage is no object");
        Units units = new Units();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String unit = parser.currentName();
            switch (parser.nextToken()) {
                case VALUE_NUMBER_INT -> units.addWhole(KEY + ": " + unit, unit, parser.getLongValue());
                case VALUE_NUMBER_FLOAT -> units.addFraction(KEY + ": " + unit, unit, parser.getDoubleValue());
                case VALUE_NULL -> {} // as absent
                default -> throw new BrokenRecord(KEY + ": " + unit + " is no number");
            }
        }
        return units.usage();
    }

    private static void expect(boolean fact, String otherwise) throws BrokenRecord {
        if (!fact) {
            throw new BrokenRecord(KEY + " " + otherwise);
        }
    }
}
