package io.tallyspan.reader;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import io.tallyspan.usage.UsageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was read of a recorded answer, by a reader alone or by an observer, to be held against what is expected. */
record CorpusReading(
        Usage usage,
        List<UsageLine> lines,
        @Nullable String serviceTier,
        Map<String, String> priceDimensions,
        @Nullable String responseModel,
        @Nullable String responseId,
        @Nullable String errorType) {

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

    private static final List<String> MODALITIES =
            List.of("input_image", "output_image", "input_audio", "output_audio", "cached_audio");

    static CorpusReading of(Answer answer) {
        return new CorpusReading(
                answer.usage(),
                answer.lines(),
                answer.serviceTier(),
                answer.priceDimensions(),
                answer.responseModel(),
                answer.responseId(),
                answer.errorType());
    }

    static CorpusReading of(UsageRecord record) {
        UsageRecord.Exchange exchange = record.exchange();
        return new CorpusReading(
                record.usage(),
                record.lines(),
                exchange.serviceTier(),
                exchange.priceDimensions(),
                exchange.responseModel(),
                exchange.responseId(),
                exchange.errorType());
    }

    /** Both sides in words, if they differ. */
    Optional<String> differenceFrom(Corpus.Entry entry) {
        Map<String, Object> expected = new TreeMap<>();
        Map<String, Object> read = new TreeMap<>();
        JsonNode stated = entry.expected().path("usage");
        counts(entry, stated, expected, read);
        tools(entry, stated, expected, read);
        if (!stated.isMissingNode() && !stated.isNull()) {
            expected.put("service_tier", textOf(stated, "service_tier"));
            read.put("service_tier", serviceTier);
        }
        expected.put("inference_geo", textOf(stated, "inference_geo"));
        read.put("inference_geo", priceDimensions.get("inference_geo"));
        // where there is no usage the script looks for no model
        if (!stated.isNull() || textOf(entry.expected(), "response_model") != null) {
            expected.put("response_model", textOf(entry.expected(), "response_model"));
            read.put("response_model", responseModel);
        }
        expected.put("response_id", textOf(entry.expected(), "response_id"));
        read.put("response_id", responseId);
        if (entry.expected().path("stream_format").asText().equals("sse")) {
            expected.put("error", !entry.expected().path("mid_stream_error").isNull());
            read.put("error", errorType != null);
        }
        return expected.equals(read)
                ? Optional.empty()
                : Optional.of(entry + "\n  expected " + expected + "\n  read     " + read);
    }

    private void counts(Corpus.Entry entry, JsonNode stated, Map<String, Object> expected, Map<String, Object> read) {
        UNITS.forEach((name, unit) -> {
            expected.put(name, countOf(stated, name));
            read.put(name, usage.get(unit));
        });
        if (stated.path("billing_lines").isArray()) {
            billingLines(stated, expected, read);
        }
        // a stated zero where the script looks for nothing, such as details in the singular
        UNITS.keySet().forEach(name -> {
            if (expected.get(name) == null && Long.valueOf(0).equals(read.get(name))) {
                read.put(name, null);
            }
        });
        if (stated.isNull()) { // more is read than the script looks for, such as the tokens of Vertex' embeddings
            UNITS.keySet().forEach(name -> read.put(name, null));
        }
        if (entry.text("endpoint").toLowerCase(Locale.ROOT).contains("generatecontent")) { // nor of modalities
            MODALITIES.stream().filter(name -> expected.get(name) == null).forEach(name -> read.put(name, null));
        }
        // of transcripts the script reads no details
        if (entry.text("endpoint").equals("audio.transcriptions") && expected.get("input_audio") == null) {
            read.put("input_audio", null);
        }
    }

    private void billingLines(JsonNode stated, Map<String, Object> expected, Map<String, Object> read) {
        expected.put("input_total", stated.path("billed_input_total").asLong());
        expected.put("output_total", stated.path("billed_output_total").asLong());
        List<String> expectedLines = new ArrayList<>();
        long cacheRead = 0;
        long cacheWrite = 0;
        for (JsonNode line : stated.path("billing_lines")) {
            cacheRead += line.path("cache_read").asLong();
            cacheWrite += line.path("cache_write").asLong();
            long input = line.path("input_uncached").asLong()
                    + line.path("cache_read").asLong()
                    + line.path("cache_write").asLong();
            expectedLines.add(
                    line.path("kind").asText() + " " + line.path("model").asText() + " " + input + " "
                            + line.path("output").asLong());
        }
        expected.put("cache_read", cacheRead);
        expected.put("cache_write", cacheWrite);
        expected.put("lines", expectedLines);
        read.put(
                "lines",
                lines.stream()
                        .map(line -> line.type() + " " + line.model() + " "
                                + line.usage().get(Unit.INPUT_TOKENS) + " "
                                + line.usage().get(Unit.OUTPUT_TOKENS))
                        .toList());
    }

    private void tools(Corpus.Entry entry, JsonNode stated, Map<String, Object> expected, Map<String, Object> read) {
        Map<String, Long> expectedTools = new TreeMap<>();
        stated.path("server_tool_calls")
                .properties()
                .forEach(call -> expectedTools.put(
                        call.getKey().substring(0, call.getKey().length() - "_call".length()),
                        call.getValue().asLong()));
        for (String tool : List.of("web_search", "web_fetch")) {
            if (stated.has(tool + "_requests")) {
                expectedTools.put(tool, stated.path(tool + "_requests").asLong());
            }
        }
        expected.put("tools", expectedTools);
        Map<String, Long> readTools = new TreeMap<>(usage.serverTools());
        if (entry.text("provider").equals("perplexity")) { // whose queries the script leaves out
            readTools.remove("web_search");
        }
        readTools.remove("search_sources");
        read.put("tools", readTools);
    }

    private static @Nullable Long countOf(JsonNode usage, String name) {
        return usage.path(name).isNumber() ? usage.path(name).asLong() : null;
    }

    private static @Nullable String textOf(JsonNode node, String name) {
        String text = node.path(name).isTextual() ? node.path(name).asText() : "";
        return text.isEmpty() ? null : text;
    }
}
