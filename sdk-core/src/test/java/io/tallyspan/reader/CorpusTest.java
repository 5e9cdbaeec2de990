package io.tallyspan.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
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

    /** Pictures that an application fetched, a thread without a run, free caches: no model was asked. */
    private static final Set<String> NO_MODEL_CALLS = Set.of("assistants.threads", "cachedContents");

    private static final String EQUAL = "equal";
    private static final String DIFFERS = "differs";
    private static final String NOT_SUPPORTED = "not supported";

    @Test
    void everyRecordIsReadAsTheScriptReadIt() {
        List<String> differences = new ArrayList<>();
        List<String> unsupported = new ArrayList<>();
        Map<String, Map<String, Integer>> table = new TreeMap<>();
        for (Corpus.Entry entry : Corpus.entries()) {
            if (NO_MODEL_CALLS.contains(entry.text("endpoint")) || isPicture(entry)) {
                continue;
            }
            Endpoint endpoint = endpoint(entry);
            String result;
            if (endpoint == null) {
                unsupported.add(entry + " " + entry.text("url"));
                result = NOT_SUPPORTED;
            } else {
                int before = differences.size();
                readInEveryWay(endpoint, entry, differences);
                result = differences.size() == before ? EQUAL : DIFFERS;
            }
            table.computeIfAbsent(entry.text("provider") + " " + entry.text("endpoint"), row -> new TreeMap<>())
                    .merge(result, 1, Integer::sum);
        }
        print(table);
        assertThat(differences).isEmpty();
        assertThat(unsupported).isEmpty();
    }

    private static boolean isPicture(Corpus.Entry entry) {
        String type = entry.responseHeader("content-type");
        return type != null && type.startsWith("image/");
    }

    private static void readInEveryWay(Endpoint endpoint, Corpus.Entry entry, List<String> differences) {
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

    private static void print(Map<String, Map<String, Integer>> table) {
        StringBuilder text = new StringBuilder();
        table.forEach((row, results) -> text.append(String.format(
                Locale.ROOT,
                "recorded traffic, %-48s %3d equal, %d differ, %d not supported%n",
                row,
                results.getOrDefault(EQUAL, 0),
                results.getOrDefault(DIFFERS, 0),
                results.getOrDefault(NOT_SUPPORTED, 0))));
        System.out.print(text);
    }

    /** Null if nobody reads it. Some recordings have a placeholder for the host. */
    static @Nullable Endpoint endpoint(Corpus.Entry entry) {
        String url = entry.text("url")
                .replaceAll("<[A-Z_]*API_BASE>", "http://server.example/v1")
                .replaceAll("[<>]", "")
                .replace("AWS_REGION", "us-east-1");
        URI uri = URI.create(url);
        int port = uri.getPort() < 0 ? uri.getScheme().equals("https") ? 443 : 80 : uri.getPort();
        Recognition recognition = new WireFormats(Map.of("localhost:1234", Dialect.COMPATIBLE))
                .recognise(new RequestTarget(
                        entry.text("method").toUpperCase(Locale.ROOT),
                        uri.getScheme(),
                        uri.getHost().toLowerCase(Locale.ROOT),
                        port,
                        uri.getRawPath(),
                        entry.requestHeaders()));
        return recognition instanceof Recognition.ModelCall call ? call.endpoint() : null;
    }

    /** How large the next piece is. */
    interface Pieces {
        int next();
    }

    static Answer read(Endpoint endpoint, Corpus.Entry entry, byte[] body, @Nullable Pieces pieces) {
        ResponseParser parser = new ResponseParser(endpoint, entry.request(), entry.status(), entry.responseHeaders());
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
        // a stated zero where the script looks for nothing, such as details in the singular
        UNITS.keySet().forEach(name -> {
            if (expected.get(name) == null && Long.valueOf(0).equals(read.get(name))) {
                read.put(name, null);
            }
        });
        if (usage.isNull()) { // more is read than the script looks for, such as the tokens of Vertex' embeddings
            UNITS.keySet().forEach(name -> read.put(name, null));
        }
        if (entry.text("endpoint").toLowerCase(Locale.ROOT).contains("generatecontent")) { // nor of modalities
            List.of("input_image", "output_image", "input_audio", "output_audio", "cached_audio").stream()
                    .filter(name -> expected.get(name) == null)
                    .forEach(name -> read.put(name, null));
        }
        // of transcripts the script reads no details
        if (entry.text("endpoint").equals("audio.transcriptions") && expected.get("input_audio") == null) {
            read.put("input_audio", null);
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
        Map<String, Long> readTools = new TreeMap<>(answer.usage().serverTools());
        if (entry.text("provider").equals("perplexity")) { // whose queries the script leaves out
            readTools.remove("web_search");
        }
        readTools.keySet().removeIf(tool -> tool.equals("search_sources"));
        read.put("tools", readTools);
        if (!usage.isMissingNode() && !usage.isNull()) {
            expected.put("service_tier", textOf(usage, "service_tier"));
            read.put("service_tier", answer.serviceTier());
        }
        expected.put("inference_geo", textOf(usage, "inference_geo"));
        read.put("inference_geo", answer.priceDimensions().get("inference_geo"));
        // where there is no usage the script looks for no model
        if (!usage.isNull() || textOf(entry.expected(), "response_model") != null) {
            expected.put("response_model", textOf(entry.expected(), "response_model"));
            read.put("response_model", answer.responseModel());
        }
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
        String text = node.path(name).isTextual() ? node.path(name).asText() : "";
        return text.isEmpty() ? null : text;
    }
}
