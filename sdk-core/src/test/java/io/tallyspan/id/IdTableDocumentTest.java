package io.tallyspan.id;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** {@code docs/event-id.md} and {@code dialects.json} are one table. */
class IdTableDocumentTest {

    private static final Pattern RANDOM = Pattern.compile("(\\[[^]]+])(?:\\{(\\d+)(?:,\\d+)?})?");

    @Test
    void theDocumentShowsEveryStrongRow() throws IOException {
        List<String> rows = new ArrayList<>();
        for (JsonNode row : table().get("strongIds")) {
            String dialects = StreamSupport.stream(row.get("dialects").spliterator(), false)
                    .map(node -> node.asText().equals("*") ? "any" : node.asText())
                    .collect(Collectors.joining(", "));
            rows.add(String.join(
                    " | ",
                    "| " + text(row, "row"),
                    dialects,
                    code(text(row, "field")),
                    code(text(row, "pattern")),
                    row.get("bits").asText(),
                    text(row, "seen") + " |"));
        }
        assertThat(tableAfter("| row |")).isEqualTo(rows);
    }

    @Test
    void theDocumentShowsEveryDialectAndItsHeader() throws IOException {
        Map<String, JsonNode> headers = new TreeMap<>();
        table().get("requestIds").forEach(row -> headers.put(text(row, "dialect"), row));
        List<String> rows = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            JsonNode row = headers.get(dialect.wireName());
            String header = row == null
                    ? "none | | |"
                    : code(text(row, "header")) + " | " + code(text(row, "pattern")) + " | "
                            + (text(row, "carries").equals("response")
                                    ? "the response id (rule 1) |"
                                    : "a request id (rule 2) |");
            rows.add("| " + dialect.wireName() + " | " + dialect.providerName() + " | " + header);
        }
        assertThat(tableAfter("| dialect | `gen_ai")).isEqualTo(rows);
        assertThat(document()).contains(code(text(table(), "never")));
    }

    @Test
    void everyRowIsAnchoredAndHas64BitsOfEntropy() throws IOException {
        for (JsonNode row : table().get("strongIds")) {
            String pattern = text(row, "pattern");
            assertThat(pattern).startsWith("^").endsWith("$");
            assertThat(row.get("bits").asInt()).as(pattern).isGreaterThanOrEqualTo(64);
            assertThat(row.get("bits").asDouble()).as(pattern).isLessThanOrEqualTo(capacity(pattern));
        }
        for (JsonNode row : table().get("requestIds")) {
            assertThat(text(row, "pattern")).startsWith("^").endsWith("$");
        }
    }

    @Test
    void everyRowHasARealExampleInTheVectors() throws IOException {
        List<String> ids = new ArrayList<>();
        for (JsonNode vector : Vectors.read("event-id-vectors.jsonl")) {
            if (vector.get("fields").size() > 3) {
                ids.add(vector.get("fields").get(3).asText());
            }
        }
        List<String> seldom = List.of(
                "compatible-chat",
                "compatible-completion",
                "compatible-embedding",
                "openai-response-32",
                "bedrock-message-52");
        for (JsonNode row : table().get("strongIds")) {
            if (!seldom.contains(text(row, "row"))) {
                assertThat(ids).as(text(row, "row")).anyMatch(id -> id.matches(text(row, "pattern")));
            }
        }
    }

    /** The bits that the pattern's character classes can hold at least. */
    private static double capacity(String pattern) {
        double bits = 0;
        Matcher matcher = RANDOM.matcher(pattern);
        while (matcher.find()) {
            String all = matcher.group(1);
            long size = IntStream.range(0, 128)
                    .filter(c -> Character.toString(c).matches(all))
                    .count();
            int times = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
            bits += times * Math.log((double) size) / Math.log(2);
        }
        return bits;
    }

    private static List<String> tableAfter(String start) throws IOException {
        return document()
                .lines()
                .dropWhile(line -> !line.startsWith(start))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static String document() throws IOException {
        return Files.readString(Vectors.docs().resolve("event-id.md"));
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }

    private static String text(JsonNode node, String field) {
        return node.get(field).asText();
    }

    private static JsonNode table() throws IOException {
        try (InputStream in = Objects.requireNonNull(IdTable.class.getResourceAsStream("dialects.json"))) {
            return new ObjectMapper().readTree(in);
        }
    }
}
