package io.tallyspan.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain} over recorded provider traffic, written as an archive: the figures are those of the recordings. */
class ExplainRecordedTrafficTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path directory;

    private static @Nullable Path corpus() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared/corpus/recorded.jsonl");
            if (Files.isReadable(file)) {
                return file;
            }
        }
        return null;
    }

    private static List<JsonNode> records() throws IOException {
        Path corpus = corpus();
        Assumptions.assumeTrue(
                corpus != null,
                "SKIPPED: no shared/corpus/recorded.jsonl beside the checkout, recorded traffic is not explained");
        List<JsonNode> records = new ArrayList<>();
        try (Stream<String> lines = Files.lines(corpus)) {
            for (String line : lines.toList()) {
                records.add(MAPPER.readTree(line));
            }
        }
        return records;
    }

    private static ObjectNode entry(JsonNode record) {
        ObjectNode entry = MAPPER.createObjectNode();
        entry.put("startedDateTime", "2026-11-20T10:00:00Z").put("time", 100);
        ObjectNode request = entry.putObject("request");
        request.put("method", record.path("method").asText())
                .put("url", record.path("url").asText().replaceAll("<[A-Z_]*API_BASE>", "http://server.example/v1"));
        headers(request.putArray("headers"), record.path("request_headers"));
        request.putObject("postData").put("text", record.path("request_body").asText());
        ObjectNode response = entry.putObject("response");
        response.put("status", record.path("status").asInt());
        headers(response.putArray("headers"), record.path("response_headers"));
        ObjectNode content = response.putObject("content");
        String body = record.path("response_body").asText();
        if (record.path("response_body_encoding").asText().equals("base64")) {
            content.put("encoding", "base64");
            content.put(
                    "text",
                    Base64.getMimeEncoder().encodeToString(Base64.getDecoder().decode(body)));
        } else {
            content.put("text", body);
        }
        return entry;
    }

    private static void headers(ArrayNode headers, JsonNode record) {
        record.properties()
                .forEach(header -> headers.addObject()
                        .put("name", header.getKey())
                        .put(
                                "value",
                                header.getValue().isArray()
                                        ? header.getValue().path(0).asText()
                                        : header.getValue().asText()));
    }

    @Test
    void everyRecordingIsExplainedByTheReadersOfTheSdk() throws IOException {
        List<JsonNode> records = records();
        ObjectNode archive = MAPPER.createObjectNode();
        ArrayNode entries = archive.putObject("log").putArray("entries");
        records.forEach(record -> entries.add(entry(record)));
        Path file = Files.write(directory.resolve("recorded.har"), MAPPER.writeValueAsBytes(archive));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int status = Main.run(
                List.of("explain", file.toString(), "--format", "json"), new PrintStream(out, true, UTF_8), System.err);

        assertThat(status).isZero();
        List<String> lines = out.toString(UTF_8).lines().toList();
        assertThat(lines).hasSameSizeAs(records);
        int compared = 0;
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = MAPPER.readTree(lines.get(i));
            JsonNode record = records.get(i);
            String name = record.path("file").asText() + " #" + record.path("index");
            assertThat(line.path("notes").toString()).as(name).doesNotContain("fault of Tallyspan");
            assertThat(line.path("entry").asInt()).isEqualTo(i);
            if (line.path("tallyspan.usage.quality").asText().equals("reported")
                    && record.path("expected").path("usage").has("output_total")
                    && !record.path("expected").path("usage").has("billing_lines")) {
                JsonNode usage = record.path("expected").path("usage");
                assertThat(line.path("tallyspan.usage.output_tokens").asLong())
                        .as(name)
                        .isEqualTo(usage.path("output_total").asLong());
                compared++;
            }
            if (record.path("response_body").asText().length() > 2_000) {
                assertThat(lines.get(i).length()).as(name).isLessThan(3_000);
            }
        }
        assertThat(compared).isGreaterThan(150);
    }
}
