package io.tallyspan.id;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class EventIdVectorsTest {

    @Test
    void everyVectorHolds() throws IOException {
        List<JsonNode> vectors = Vectors.read("event-id-vectors.jsonl");
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(45);
        for (JsonNode vector : vectors) {
            String[] fields = fields(vector);
            assertThat(Uuid5.of(fields))
                    .as(vector.get("name").asText())
                    .isEqualTo(vector.get("id").asText());
            if (fields.length > 2 && !fields[0].isEmpty()) {
                assertThat(byItsRule(fields))
                        .as(vector.get("name").asText())
                        .isEqualTo(vector.get("id").asText());
            }
        }
    }

    @Test
    void vectorsCoverEveryRule() throws IOException {
        List<String> rules = new ArrayList<>();
        for (JsonNode vector : Vectors.read("event-id-vectors.jsonl")) {
            String[] fields = fields(vector);
            rules.add(fields.length > 2 ? (fields[0].equals("call") ? "call" : fields[2]) : "none");
        }
        assertThat(rules).contains("response", "request", "attempt", "custom", "call");
    }

    @Test
    void vectorsOfRulesOneAndTwoPassTheTable() throws IOException {
        IdTable table = IdTable.standard();
        for (JsonNode vector : Vectors.read("event-id-vectors.jsonl")) {
            String[] fields = fields(vector);
            String name = vector.get("name").asText();
            if (name.startsWith("rule 1")) {
                assertThat(Dialect.values())
                        .as(name)
                        .anySatisfy(dialect -> assertThat(table.strongId(dialect, fields[3], SentHeaders.of()))
                                .isEqualTo(fields[3]));
            } else if (name.startsWith("rule 2")) {
                assertThat(Dialect.values())
                        .as(name)
                        .anySatisfy(dialect -> assertThat(table.requestId(
                                        dialect, SentHeaders.of(), EventIdRulesTest.answer(dialect, fields[4])))
                                .isEqualTo(fields[4]));
            }
        }
    }

    @Test
    void anImplementationThatSharesNoCodeAgrees() throws IOException, InterruptedException {
        String script = Vectors.docs().resolve("verify-vectors.py").toString();
        Process python;
        try {
            python = new ProcessBuilder("python3", "-B", script)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("no python3 on this machine to run docs/verify-vectors.py");
            return;
        }
        String answer = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(answer).isZero();
        assertThat(answer.lines()).hasSize(4).allMatch(line -> line.endsWith(" hold"));
    }

    @Test
    void everyIdIsAnRfcVersion5Uuid() {
        UUID id = UUID.fromString(Uuid5.of("a", "b"));
        assertThat(id.version()).isEqualTo(5);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void theSeparatorInsideAFieldIsRefused() {
        assertThatThrownBy(() -> Uuid5.of("event", "a\u001Fb"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("field 1 of an id contains U+001F, which separates the fields: a\\u001Fb");
    }

    @Test
    void emptyPartsAreNeverHashed() {
        assertThatThrownBy(() -> EventIds.response("")).hasMessage("responseId is empty");
        assertThatThrownBy(() -> EventIds.request(Dialect.OPENAI, "")).hasMessage("requestId is empty");
        assertThatThrownBy(() -> EventIds.attempt("", 1)).hasMessage("callId is empty");
        assertThatThrownBy(() -> EventIds.attempt("c", 0)).hasMessage("attempt is not positive: 0");
        assertThatThrownBy(() -> EventIds.custom("unit", "")).hasMessage("key is empty");
        assertThatThrownBy(() -> CallIds.of("", "", "f", 1)).hasMessage("executionId is empty");
        assertThatThrownBy(() -> CallIds.of("e", "", "", 1)).hasMessage("fingerprint is empty");
        assertThatThrownBy(() -> CallIds.of("e", "", "f", 0)).hasMessage("occurrence is not positive: 0");
    }

    private static String byItsRule(String[] fields) {
        if (fields[0].equals("call")) {
            return CallIds.of(fields[2], fields[3], fields[4], Integer.parseInt(fields[5]));
        }
        return switch (fields[2]) {
            case "response" -> EventIds.response(fields[3]);
            case "request" -> EventIds.request(requireNonNull(Dialect.named(fields[3])), fields[4]);
            case "attempt" -> EventIds.attempt(fields[3], Integer.parseInt(fields[4]));
            case "custom" -> EventIds.custom(fields[3], fields[4]);
            default -> throw new AssertionError(fields[2]);
        };
    }

    private static String[] fields(JsonNode vector) {
        return StreamSupport.stream(vector.get("fields").spliterator(), false)
                .map(JsonNode::asText)
                .toArray(String[]::new);
    }
}
