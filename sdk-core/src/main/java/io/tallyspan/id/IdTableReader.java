package io.tallyspan.id;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@link IdTable} from its resource; whatever is wrong there is a defect of the build and throws. */
final class IdTableReader {

    private static final String ANY = "*";

    private Pattern never = Pattern.compile("(?!)");
    private final List<IdTable.StrongRow> strong = new ArrayList<>();
    private final List<IdTable.RequestRow> requests = new ArrayList<>();

    private IdTableReader() {}

    static IdTable read(String resource) {
        // Jackson's pools keep buffers in thread locals, which would hold this class loader.
        JsonFactory json = JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                .build();
        try (InputStream in = IdTableReader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("resource io/tallyspan/id/" + resource + " is missing from the jar");
            }
            try (JsonParser parser = json.createParser(in)) {
                return new IdTableReader().table(parser);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the table of ids cannot be read", e);
        }
    }

    private IdTable table(JsonParser parser) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String section = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                never = Pattern.compile(parser.getText());
                continue;
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Map<String, List<String>> row = row(parser);
                if (section.equals("strongIds")) {
                    strong.add(strongRow(row));
                } else {
                    requests.add(requestRow(row));
                }
            }
        }
        return new IdTable(never, strong, requests);
    }

    /** One flat object; a value that is no list counts as a list of one. */
    private static Map<String, List<String>> row(JsonParser parser) throws IOException {
        Map<String, List<String>> row = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            List<String> values = new ArrayList<>();
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(parser.getText());
                }
            } else {
                values.add(parser.getText());
            }
            row.put(parser.currentName(), values);
        }
        return row;
    }

    private static IdTable.StrongRow strongRow(Map<String, List<String>> row) {
        String pattern = one(row, "pattern");
        Set<Dialect> dialects = EnumSet.noneOf(Dialect.class);
        for (String name : all(row, "dialects")) {
            if (name.equals(ANY)) {
                dialects = EnumSet.allOf(Dialect.class);
            } else {
                dialects.add(dialect(name));
            }
        }
        return new IdTable.StrongRow(one(row, "row"), dialects, Pattern.compile(pattern), literalPrefix(pattern));
    }

    private static IdTable.RequestRow requestRow(Map<String, List<String>> row) {
        return new IdTable.RequestRow(
                dialect(one(row, "dialect")),
                one(row, "header"),
                Pattern.compile(one(row, "pattern")),
                one(row, "carries").equals("response"));
    }

    private static Dialect dialect(String name) {
        Dialect dialect = Dialect.named(name);
        if (dialect == null) {
            throw new IllegalArgumentException("no such dialect: " + name);
        }
        return dialect;
    }

    /** The letters, digits, {@code -} and {@code _} between the anchor and the first construct of the pattern. */
    private static String literalPrefix(String pattern) {
        int end = 1;
        while (end < pattern.length()
                && (Character.isLetterOrDigit(pattern.charAt(end)) || "-_".indexOf(pattern.charAt(end)) >= 0)) {
            end++;
        }
        return pattern.substring(1, end);
    }

    private static String one(Map<String, List<String>> row, String field) {
        return all(row, field).get(0);
    }

    private static List<String> all(Map<String, List<String>> row, String field) {
        List<String> values = row.get(field);
        if (values == null || values.isEmpty()) {
            throw new IllegalArgumentException("a row of the table of ids has no " + field + ": " + row);
        }
        return values;
    }
}
