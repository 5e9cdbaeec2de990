package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallyspan.http.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The recorded provider traffic that lies beside the checkout, where it does. */
final class Corpus {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Set<String> NO_MODEL_CALLS = Set.of("assistants.threads", "cachedContents");

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

        Headers requestHeaders() {
            return headers("request_headers");
        }

        Headers responseHeaders() {
            return headers("response_headers");
        }

        /** Where it was sent; some recordings have a placeholder for the host. */
        URI url() {
            return URI.create(text("url")
                    .replaceAll("<[A-Z_]*API_BASE>", "http://server.example/v1")
                    .replaceAll("[<>]", "")
                    .replace("AWS_REGION", "us-east-1"));
        }

        /** Not so pictures that an application fetched, a thread without a run, free caches: no model was asked. */
        boolean isModelCall() {
            String type = responseHeader("content-type");
            return !NO_MODEL_CALLS.contains(text("endpoint")) && (type == null || !type.startsWith("image/"));
        }

        private Headers headers(String field) {
            Map<String, String> headers = new TreeMap<>();
            json.path(field).properties().forEach(header -> {
                JsonNode value = header.getValue().isArray() ? header.getValue().path(0) : header.getValue();
                headers.put(header.getKey(), value.asText());
            });
            return Headers.of(headers);
        }

        int status() {
            return json.path("status").asInt();
        }

        /** What the request's body said; a recording without one says what it knows beside it. */
        RequestFacts request() {
            String body = text("request_body");
            if (body.isEmpty()) {
                String model = text("request_model");
                return new RequestFacts(
                        model.isEmpty() ? null : model, json.path("stream").asBoolean(), false);
            }
            RequestParser parser = new RequestParser(requestHeaders().first("content-type"));
            byte[] bytes = body.getBytes(UTF_8);
            parser.feed(bytes, 0, bytes.length);
            return parser.facts();
        }

        @Nullable
        String responseHeader(String name) {
            return responseHeaders().first(name);
        }

        @Override
        public String toString() {
            return name();
        }
    }
}
