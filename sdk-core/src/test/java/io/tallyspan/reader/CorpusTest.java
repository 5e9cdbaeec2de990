package io.tallyspan.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.usage.Unit;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the readers make of recorded traffic is what an independent script made of it. */
class CorpusTest {

    private static final Set<String> PROVIDERS = Set.of("openai", "azure", "anthropic");
    private static final Set<String> ENDPOINTS = Set.of("chat.completions", "responses", "embeddings", "messages");

    /** Names in {@code expected.usage} whose counts are compared. */
    private static final Map<String, Unit> UNITS = Map.ofEntries(
            Map.entry("input_total", Unit.INPUT_TOKENS),
            Map.entry("output_total", Unit.OUTPUT_TOKENS),
            Map.entry("cache_read", Unit.CACHE_READ_TOKENS),
            Map.entry("cache_write", Unit.CACHE_WRITE_TOKENS),
            Map.entry("cache_write_5m", Unit.CACHE_WRITE_5M_TOKENS),
            Map.entry("cache_write_1h", Unit.CACHE_WRITE_1H_TOKENS),
            Map.entry("reasoning", Unit.REASONING_TOKENS),
            Map.entry("input_audio", Unit.INPUT_AUDIO_TOKENS),
            Map.entry("cached_audio", Unit.CACHED_AUDIO_TOKENS),
            Map.entry("output_audio", Unit.OUTPUT_AUDIO_TOKENS),
            Map.entry("input_image", Unit.INPUT_IMAGE_TOKENS),
            Map.entry("output_image", Unit.OUTPUT_IMAGE_TOKENS));

    @Test
    void everyRecordIsReadAsTheScriptReadIt() {
        assertThat(recordsReadAsExpected(ENDPOINTS)).isEqualTo(155);
    }

    @Test
    void storedAndCompactedResponsesAreReadToo() {
        assertThat(recordsReadAsExpected(Set.of("responses.get", "responses.compact")))
                .isEqualTo(3);
    }

    private static int recordsReadAsExpected(Set<String> endpoints) {
        List<String> differences = new ArrayList<>();
        int records = 0;
        for (Corpus.Entry entry : Corpus.entries()) {
            if (!PROVIDERS.contains(entry.text("provider")) || !endpoints.contains(entry.text("endpoint"))) {
                continue;
            }
            records++;
            Endpoint endpoint = endpoint(entry);
            byte[] body = entry.body();
            Answer whole = read(endpoint, entry, body, null);
            compare(entry, whole, differences);
            assertThat(read(endpoint, entry, body, () -> 1))
                    .as("in single bytes: %s", entry)
                    .isEqualTo(whole);
            for (int seed = 0; seed < 3; seed++) {
                Random random = new Random(seed);
                assertThat(read(endpoint, entry, body, () -> 1 + random.nextInt(90)))
                        .as("in pieces, seed %s: %s", seed, entry)
                        .isEqualTo(whole);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "recorded traffic, %s: %d records, %d equal, %d differ%n",
                endpoints,
                records,
                records - differences.size(),
                differences.size());
        assertThat(differences).isEmpty();
        return records;
    }

    private static Endpoint endpoint(Corpus.Entry entry) {
        URI url = URI.create(entry.text("url"));
        Recognition recognition = new WireFormats(Map.of())
                .recognise(new RequestTarget(
                        entry.text("method"), "https", url.getHost(), 443, url.getRawPath(), Headers.none()));
        assertThat(recognition).as("%s %s", entry, url).isInstanceOf(Recognition.ModelCall.class);
        return ((Recognition.ModelCall) recognition).endpoint();
    }

    /** How large the next piece is. */
    private interface Pieces {
        int next();
    }

    private static Answer read(Endpoint endpoint, Corpus.Entry entry, byte[] body, @Nullable Pieces pieces) {
        ResponseParser parser = Feeding.parser(
                endpoint, entry.responseHeader("content-type"), entry.responseHeader("content-encoding"));
        for (int at = 0; at < body.length; ) {
            int length = pieces == null ? body.length : Math.min(pieces.next(), body.length - at);
            parser.feed(body, at, length);
            at += length;
        }
        return parser.finish(true);
    }

    private static void compare(Corpus.Entry entry, Answer answer, List<String> differences) {
        Map<String, Object> expected = new TreeMap<>();
        Map<String, Object> read = new TreeMap<>();
        JsonNode usage = entry.expected().path("usage");
        UNITS.forEach((name, unit) -> {
            expected.put(name, countOf(usage, name));
            read.put(name, answer.usage().get(unit));
        });
        JsonNode lines = usage.path("billing_lines");
        if (lines.isArray()) {
            expected.put("input_total", usage.path("billed_input_total").asLong());
            expected.put("output_total", usage.path("billed_output_total").asLong());
            List<String> expectedLines = new ArrayList<>();
            long cacheRead = 0;
            long cacheWrite = 0;
            for (JsonNode line : lines) {
                cacheRead += line.path("cache_read").asLong();
                cacheWrite += line.path("cache_write").asLong();
                long input = line.path("input_uncached").asLong()
                        + line.path("cache_read").asLong()
                        + line.path("cache_write").asLong();
                expectedLines.add(line.path("kind").asText() + " "
                        + line.path("model").asText() + " " + input + " "
                        + line.path("output").asLong());
            }
            expected.put("cache_read", cacheRead);
            expected.put("cache_write", cacheWrite);
            expected.put("lines", expectedLines);
            read.put(
                    "lines",
                    answer.lines().stream()
                            .map(line -> line.type() + " " + line.model() + " "
                                    + line.usage().get(Unit.INPUT_TOKENS) + " "
                                    + line.usage().get(Unit.OUTPUT_TOKENS))
                            .toList());
        }
        // zero where the provider counts nothing of a modality is no count that the script keeps
        if (expected.get("input_image") == null && Long.valueOf(0).equals(read.get("input_image"))) {
            read.put("input_image", null);
        }
        Map<String, Long> tools = new TreeMap<>();
        usage.path("server_tool_calls")
                .properties()
                .forEach(call -> tools.put(
                        call.getKey().substring(0, call.getKey().length() - "_call".length()),
                        call.getValue().asLong()));
        for (String tool : List.of("web_search", "web_fetch")) {
            if (usage.has(tool + "_requests")) {
                tools.put(tool, usage.path(tool + "_requests").asLong());
            }
        }
        expected.put("tools", tools);
        read.put("tools", answer.usage().serverTools());
        if (!usage.isMissingNode() && !usage.isNull()) {
            expected.put("service_tier", textOf(usage, "service_tier"));
            read.put("service_tier", answer.serviceTier());
        }
        expected.put("inference_geo", textOf(usage, "inference_geo"));
        read.put("inference_geo", answer.priceDimensions().get("inference_geo"));
        expected.put("response_model", textOf(entry.expected(), "response_model"));
        read.put("response_model", answer.responseModel());
        expected.put("response_id", textOf(entry.expected(), "response_id"));
        read.put("response_id", answer.responseId());
        if (entry.expected().path("stream_format").asText().equals("sse")) {
            expected.put("error", !entry.expected().path("mid_stream_error").isNull());
            read.put("error", answer.errorType() != null);
        }
        expected.put("unreadable", false);
        read.put("unreadable", answer.unreadable());
        if (!expected.equals(read)) {
            differences.add(entry + "\n  expected " + expected + "\n  read     " + read);
        }
    }

    private static @Nullable Long countOf(JsonNode usage, String name) {
        return usage.path(name).isNumber() ? usage.path(name).asLong() : null;
    }

    private static @Nullable String textOf(JsonNode node, String name) {
        return node.path(name).isTextual() ? node.path(name).asText() : null;
    }
}
