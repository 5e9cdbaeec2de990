package io.tallyspan.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code explain} from the command line, over an archive with one entry for each case. */
class ExplainCommandTest {

    /** Answers of 30 and 40 tokens, compressed, in base64, as archives keep them. */
    private static final String BR_BODY =
            "G/EAoIzTpbYxxDxBWHMpvzopsK1uhUN8QHVzqcNSpG7LL+31ocRzzoqhCQoPFrHcLNjD3cZWje9IMftlwzGDDZbT/X"
                    + "XTffj4CPId/35D6ASFVt5eP42eemSvepl6CcLpblQGlQeewBUw+DbBSgaR+QLleYEV8to6c7X5+3u+ViP8p9yvz/P+"
                    + "+nURkC9CDxKBUmRmAYjUsxY=";

    private static final String ZSTD_BODY =
            "KLUv/QBYXQUAUowlH1BN2gZYELJ9i7QziB+tGzkSqT1smzRu/7WRjjEz02vLcggW6u3fMY4AnjUfthXd2CYN4rewvG"
                    + "3z8bqMMlEgrFQ1/JYjGBwkHN+arZt+b0XNihkdn2uTK/hcIOZkv4OPyEPVFQU8Z1KLpN8Hjik4xkichFnDdFscv/JY"
                    + "9ruu6lyNbQLolA4M+3tAghCzGkuNkHT8oa4EBgA1y+kUOD0CISyFEoiMs+kE";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private static byte[] archive() throws IOException {
        try (InputStream in = ExplainCommandTest.class.getResourceAsStream("explain/every-case.har")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private int explain(byte[] archive, String... options) throws IOException {
        Path file = Files.write(directory.resolve("traffic.har"), archive);
        List<String> all = new ArrayList<>(List.of("explain", file.toString()));
        all.addAll(List.of(options));
        out.reset();
        err.reset();
        return Main.run(all, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private String text(String... options) throws IOException {
        assertThat(explain(archive(), options)).as(err.toString(UTF_8)).isZero();
        return out.toString(UTF_8);
    }

    /** The lines of the JSON output, notes joined. */
    private List<Map<String, String>> json(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--format", "json"));
        all.addAll(List.of(options));
        assertThat(explain(archive(), all.toArray(new String[0])))
                .as(err.toString(UTF_8))
                .isZero();
        List<Map<String, String>> lines = new ArrayList<>();
        for (String line : out.toString(UTF_8).lines().toList()) {
            lines.add(object(line));
        }
        return lines;
    }

    private static Map<String, String> object(String line) throws IOException {
        Map<String, String> object = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    List<String> notes = new ArrayList<>();
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        notes.add(parser.getText());
                    }
                    object.put(name, String.join("\n", notes));
                } else {
                    object.put(name, parser.getText());
                }
            }
            assertThat(parser.nextToken()).isNull();
        }
        return object;
    }

    private static @Nullable String notes(Map<String, String> line) {
        return line.get("notes");
    }

    @Test
    void everyEntryIsOneLineOfJson() throws IOException {
        List<Map<String, String>> lines = json();
        assertThat(lines)
                .extracting(line -> line.get("result"))
                .containsExactly(
                        "no_model_call",
                        "model_call",
                        "model_call",
                        "model_call",
                        "model_call",
                        "model_call",
                        "not_counted",
                        "model_call",
                        "model_call",
                        "unsupported",
                        "no_model_call",
                        "model_call",
                        "model_call",
                        "model_call",
                        "broken",
                        "model_call");
    }

    @Test
    void aRefusalAndItsRetryAreOneCall() throws IOException {
        List<Map<String, String>> lines = json();
        assertThat(lines.get(1))
                .doesNotContainKey("tallyspan.event.id")
                .containsEntry("tallyspan.outcome", "error")
                .containsEntry("error.type", "rate_limit_error")
                .containsEntry("http.response.status_code", "429");
        assertThat(notes(lines.get(1))).contains("nothing is billed");
        // uuid5 of event, 1, response, the id; 1000 input and 100 output tokens at 2.5 and 10 dollars a million
        assertThat(lines.get(2))
                .containsEntry("tallyspan.event.rule", "1")
                .containsEntry("tallyspan.call.attempt", "2")
                .containsEntry("tallyspan.dialect", "openai")
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.request.model", "gpt-4o")
                .containsEntry("gen_ai.response.model", "gpt-4o-2024-08-06")
                .containsEntry("tallyspan.usage.input_tokens", "1000")
                .containsEntry("tallyspan.usage.quality", "reported")
                .containsEntry("tallyspan.cost.amount", "0.0035")
                .containsEntry("tallyspan.cost.source", "catalog")
                .containsEntry("url.path", "/v1/chat/completions")
                .doesNotContainKeys("tallyspan.call.id", "tallyspan.run.id", "tallyspan.customer.id");
        assertThat(lines.get(2).get("tallyspan.event.id")).hasSize(36);
    }

    @Test
    void aStreamThatNobodyAskedForUsageSaysHowToMendThat() throws IOException {
        Map<String, String> line = json().get(3);
        assertThat(line).containsEntry("tallyspan.outcome", "ok").containsEntry("tallyspan.usage.quality", "unknown");
        assertThat(notes(line)).contains("stream_options.include_usage").contains("tallyspan.include-usage=true");
    }

    @Test
    void bodiesAreReadInEveryForm() throws IOException {
        List<Map<String, String>> lines = json();
        assertThat(lines.get(4)) // an event stream in base64
                .containsEntry("tallyspan.dialect", "anthropic")
                .containsEntry("tallyspan.usage.input_tokens", "25")
                .containsEntry("tallyspan.usage.output_tokens", "15");
        assertThat(lines.get(5)).containsEntry("tallyspan.usage.output_tokens", "100"); // still gzip
        assertThat(notes(lines.get(6))).contains("in entry 2"); // decoded, whatever its header says
        assertThat(lines.get(15)) // a multipart body of which only the fields are known
                .containsEntry("gen_ai.request.model", "gpt-4o-transcribe")
                .containsEntry("tallyspan.event.rule", "2")
                .containsEntry("tallyspan.usage.input_audio_tokens", "14");
    }

    @Test
    void whatGotNoResponseIsToldApart() throws IOException {
        List<Map<String, String>> lines = json();
        assertThat(lines.get(7))
                .containsEntry("tallyspan.outcome", "no_response")
                .containsEntry("tallyspan.event.rule", "3")
                .containsEntry("error.type", "net::ERR_ABORTED")
                .doesNotContainKey("tallyspan.event.id");
        assertThat(notes(lines.get(7))).contains("probably billed");
        assertThat(lines.get(8)).containsEntry("tallyspan.outcome", "error").doesNotContainKey("tallyspan.event.rule");
        assertThat(notes(lines.get(8))).contains("never sent");
    }

    @Test
    void whatIsMissingIsSaidInWords() throws IOException {
        List<Map<String, String>> lines = json();
        assertThat(notes(lines.get(9))).contains("/v1/batches").contains("tallyspan.unsupported");
        assertThat(notes(lines.get(10))).contains("looks like a model call").contains("--hosts");
        assertThat(notes(lines.get(11))).contains("no body of the response").contains("4711 bytes");
        assertThat(notes(lines.get(12)))
                .contains("made-up-model")
                .contains("{\"version\":\"mine-1\"")
                .contains("\"output_tokens\":\"?\"");
        assertThat(lines.get(13)).containsEntry("tallyspan.event.rule", "3");
        assertThat(notes(lines.get(13))).contains("weak");
        assertThat(notes(lines.get(14))).contains("request.url");
    }

    @Test
    void aGatewayOfOnesOwnCanBeNamed() throws IOException {
        byte[] archive = new String(archive(), UTF_8)
                .replace("llm.internal/ask", "llm.internal/chat/completions")
                .getBytes(UTF_8);
        assertThat(explain(archive, "--format", "json", "--hosts", "llm.internal=litellm"))
                .isZero();
        assertThat(object(out.toString(UTF_8).lines().toList().get(10))).containsEntry("tallyspan.dialect", "litellm");
        assertThat(explain(archive, "--hosts", "llm.internal=nonsense")).isEqualTo(Main.USAGE);
        assertThat(err.toString(UTF_8)).contains("llm.internal=nonsense").contains("litellm");
    }

    @Test
    void theTextHasAParagraphForEachModelCallAndASum() throws IOException {
        String text = text();
        assertThat(text)
                .contains("#2 POST api.openai.com/v1/chat/completions 200")
                .contains(
                        "openai, chat, model gpt-4o, answered by gpt-4o-2024-08-06, tier default, attempt 2 of a call")
                .contains("rule 1, of response chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz012")
                .contains("reported: input_tokens 1000, output_tokens 100")
                .contains("0.0035 USD, catalog ")
                .doesNotContain("#0 ")
                .contains(
                        "16 exchanges: 11 model call, 1 not counted, 1 unsupported, 2 no model call, 1 broken; 9 events"
                                + " to bill");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void noContentIsPrinted(String format) throws IOException {
        assertThat(text("--format", format)).doesNotContain("LEAK");
    }

    @Test
    void aPathOfOnesOwnIsReadAsTheEndpointItStandsFor() throws IOException {
        assertThat(json().get(10)).containsEntry("result", "no_model_call");
        assertThat(notes(json().get(10))).contains("--endpoints host/path=openai-chat");

        assertThat(json("--endpoints", "llm.internal/ask=openai-chat").get(10))
                .containsEntry("result", "model_call")
                .containsEntry("tallyspan.dialect", "compatible");

        assertThat(explain(archive(), "--endpoints", "llm.internal/ask=openai")).isEqualTo(Main.USAGE);
        assertThat(err.toString(UTF_8)).contains("'llm.internal/ask=openai'").contains("openai-chat");
        assertThat(explain(archive(), "--endpoints", "llm.internal/ask")).isEqualTo(Main.USAGE);
        assertThat(err.toString(UTF_8)).contains("host/path=openai-chat");
    }

    @ParameterizedTest
    @CsvSource({"br, " + BR_BODY, "zstd, " + ZSTD_BODY})
    void aBodyThatTheArchiveKeptCompressedIsDecoded(String encoding, String body) throws IOException {
        String archive =
                "{\"log\":{\"entries\":[{\"startedDateTime\":\"2026-11-20T10:00:00Z\",\"time\":5,\"request\":{\"method\":"
                        + "\"POST\",\"url\":\"https://api.openai.com/v1/chat/completions\",\"headers\":[],\"postData\":{\"mimeType\":"
                        + "\"application/json\",\"text\":\"{\\\"model\\\":\\\"gpt-4o\\\"}\"}},\"response\":{\"status\":200,\"headers\":["
                        + "{\"name\":\"content-encoding\",\"value\":\"" + encoding
                        + "\"}],\"content\":{\"mimeType\":\"application/json\","
                        + "\"encoding\":\"base64\",\"text\":\"" + body + "\"}}}]}}";
        assertThat(explain(archive.getBytes(UTF_8), "--format", "json")).isZero();
        assertThat(object(out.toString(UTF_8).strip()))
                .containsEntry("tallyspan.usage.input_tokens", "30")
                .containsEntry("tallyspan.usage.output_tokens", "40")
                .containsEntry("tallyspan.usage.quality", "reported");
    }

    @Test
    void theListOfOnesOwnWins() throws IOException {
        Path list = Files.writeString(
                directory.resolve("own.json"),
                "{\"version\":\"own-1\",\"providers\":[{\"id\":\"openai\",\"models\":[{\"id\":\"made-up-model\",\"prices\":"
                        + "[{\"per_million\":{\"input_tokens\":\"1\",\"output_tokens\":\"2\"}}]}]}]}");
        assertThat(json("--prices", list.toString()).get(12))
                .containsEntry("tallyspan.cost.amount", "0.0012")
                .containsEntry("tallyspan.cost.source", "override")
                .containsEntry("tallyspan.cost.price_version", "own-1");
    }

    @Test
    void aPackedArchiveAndAByteOrderMarkAreTakenAsTheyCome() throws IOException {
        String plain = text();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(archive());
        }
        assertThat(explain(packed.toByteArray())).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo(plain);
        assertThat(explain(("\uFEFF" + new String(archive(), UTF_8)).getBytes(UTF_8)))
                .isZero();
        assertThat(out.toString(UTF_8)).isEqualTo(plain);
    }

    @Test
    void aTruncatedArchiveIsExplainedAsFarAsItGoes() throws IOException {
        byte[] whole = archive();
        byte[] half = new String(whole, UTF_8)
                .substring(0, new String(whole, UTF_8).indexOf("api.anthropic.com"))
                .getBytes(UTF_8);
        assertThat(explain(half)).isEqualTo(Main.FAILED);
        assertThat(out.toString(UTF_8)).contains("#2 POST").contains("4 exchanges");
        assertThat(err.toString(UTF_8)).contains("traffic.har").contains("line: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"log\":{}}", "{\"log\":{\"entries\":{}}}", "{\"log\":[]}"})
    void whatIsNoArchiveIsRefused(String archive) throws IOException {
        assertThat(explain(archive.getBytes(UTF_8))).isEqualTo(Main.USAGE);
        assertThat(err.toString(UTF_8)).contains("traffic.har").contains("it is no HTTP archive");
    }

    @Test
    void whatIsAskedForWronglyIsRefused() throws IOException {
        assertThat(explain(archive(), "--format", "xml")).isEqualTo(Main.USAGE);
        assertThat(err.toString(UTF_8)).contains("text or json").contains("xml");
        assertThat(Main.run(List.of("explain"), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)))
                .isEqualTo(Main.USAGE);
        assertThat(Main.run(
                        List.of("explain", "nowhere.har"),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8)))
                .isEqualTo(Main.USAGE);
    }
}
