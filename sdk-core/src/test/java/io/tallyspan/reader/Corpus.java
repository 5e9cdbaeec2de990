package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The recorded provider traffic that lies beside the checkout, where it does. */
final class Corpus {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Corpus() {}

    /** The records, or the test is skipped with a message that says why. */
    static List<Entry> entries() {
        Path file = find();
        Assumptions.assumeTrue(
                file != null,
                "SKIPPED: no shared/corpus/recorded.jsonl beside the checkout, recorded traffic is not read");
        try (Stream<String> lines = Files.lines(file, UTF_8)) {
            return lines.map(Corpus::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Path find() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared/corpus/recorded.jsonl");
            if (Files.isReadable(file)) {
                return file;
            }
        }
        return null;
    }

    private static Entry parse(String line) {
        try {
            return new Entry(MAPPER.readTree(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One recorded exchange. */
    record Entry(JsonNode json) {

        String text(String field) {
            return json.path(field).asText("");
        }

        String name() {
            return text("provider") + " " + text("endpoint") + " " + text("file") + " #" + text("index");
        }

        byte[] body() {
            String body = text("response_body");
            return text("response_body_encoding").equals("base64")
                    ? Base64.getDecoder().decode(body)
                    : body.getBytes(UTF_8);
        }

        JsonNode expected() {
            return json.path("expected");
        }

        @Nullable
        String responseHeader(String name) {
            var names = json.path("response_headers").fieldNames();
            while (names.hasNext()) {
                String header = names.next();
                if (header.equalsIgnoreCase(name)) {
                    JsonNode value = json.path("response_headers").path(header);
                    return value.isArray() ? value.path(0).asText() : value.asText();
                }
            }
            return null;
        }

        @Override
        public String toString() {
            return name();
        }
    }
}
