package io.tallyspan.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.reader.Recognition;
import io.tallyspan.reader.WireFormats;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamUsageTest {

    private static final List<Throwable> GUARDED = new CopyOnWriteArrayList<>();
    private static final Guard GUARD = new Guard(new Counters(), GUARDED::add);

    private static final String ASKED = "\"stream_options\":{\"include_usage\":true}";

    @AfterEach
    void nothingWasGuarded() {
        assertThat(GUARDED).isEmpty();
    }

    private static @Nullable StreamUsage usage(String host, String path, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/json; charset=utf-8";
        System.arraycopy(headers, 0, all, 2, headers.length);
        RequestTarget target = new RequestTarget("POST", "https", host, 443, path, RetryMarkerTest.headers(all));
        Recognition recognition = new WireFormats(Map.of("gateway.internal", Dialect.MISTRAL)).recognise(target);
        return recognition instanceof Recognition.ModelCall call
                ? StreamUsage.of(call.endpoint(), target, GUARD)
                : null;
    }

    private static StreamUsage openAi() {
        return requireNonNull(usage("api.openai.com", "/v1/chat/completions"));
    }

    private static @Nullable String asked(StreamUsage usage, String body) {
        byte[] asking = usage.ask(body.getBytes(UTF_8));
        assertThat(usage.isAsked()).isEqualTo(asking != null);
        return asking == null ? null : new String(asking, UTF_8);
    }

    @Test
    void theQuestionIsAddedAndEveryOtherByteStays() {
        String members = "\"model\" : \"gpt-4o\",\r\n\t\"messages\":[{\"content\":\"\\\"stream\\\":false, \u00fc\"}],"
                + "\"stream\":true , \"temperature\":1.0e-1 }\n";
        assertThat(asked(openAi(), "\n{ " + members)).isEqualTo("\n{ " + ASKED + "," + members);
    }

    @Test
    void otherOptionsStay() {
        assertThat(asked(openAi(), "{\"stream\":true,\"stream_options\":{\"include_obfuscation\":false}}"))
                .isEqualTo(
                        "{\"stream\":true,\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false}}");
        assertThat(asked(openAi(), "{\"stream_options\":{ },\"stream\":true}"))
                .isEqualTo("{\"stream_options\":{\"include_usage\":true },\"stream\":true}");
        assertThat(asked(openAi(), "{\"stream_options\":null,\"stream\":true}"))
                .isEqualTo("{" + ASKED + ",\"stream\":true}");
        assertThat(asked(openAi(), "{\"stream\":true,\"stream_options\":{\"include_usage\":null}}"))
                .isEqualTo("{\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\"}",
                "{\"model\":\"m\",\"stream\":false}",
                "{\"model\":\"m\",\"stream\":\"true\"}",
                "{\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"stream\":true,\"stream_options\":{\"include_usage\":false}}",
                "{\"stream\":true,\"stream_options\":7}",
                "{\"messages\":[{\"stream\":true}]}",
                "{\"stream\":true,\"str\\u0065am_options\":{}}",
                "{\"stream\":true,\"stream\":false}",
                "{\"stream\":true",
                "[{\"stream\":true}]",
                "",
                "{}",
                "stream"
            })
    void whatDoesNotStreamOrSaysItselfOrIsBrokenIsSentAsItIs(String body) {
        assertThat(asked(openAi(), body)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "api.openai.com, /v1/chat/completions, true",
        "api.openai.com, /v1/completions, true",
        "api.openai.com, /v1/responses, false",
        "api.openai.com, /v1/embeddings, false",
        "acme.openai.azure.com, /openai/deployments/d/chat/completions, true",
        "api.anthropic.com, /v1/messages, false",
        "api.mistral.ai, /v1/chat/completions, false",
        "gateway.internal, /v1/chat/completions, false",
        "api.perplexity.ai, /chat/completions, false",
        "api.deepseek.com, /chat/completions, true",
        "localhost, /v1/chat/completions, true",
    })
    void onlyStreamsThatStateTheirUsageOnRequestAreAsked(String host, String path, boolean asked) {
        assertThat(usage(host, path) != null).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, AWS4-HMAC-SHA256 Credential=x, false",
        "Authorization, Bearer x, true",
        "X-Amz-Content-Sha256, abc, false",
        "Content-Digest, sha-256=:abc=:, false",
        "Signature-Input, sig1=(), false",
        "Content-MD5, abc, false",
        "Content-Encoding, gzip, false",
        "Accept-Encoding, gzip, false",
        "Accept-Encoding, identity, true",
    })
    void whatIsSignedOrEncodedIsLeftAlone(String header, String value, boolean asked) {
        assertThat(usage("api.openai.com", "/v1/chat/completions", header, value) != null)
                .isEqualTo(asked);
    }

    @Test
    void onAHostThatNobodyNamedOnlyABodyWithAModelIsAsked() {
        StreamUsage usage = requireNonNull(usage("localhost", "/v1/chat/completions"));
        assertThat(asked(usage, "{\"stream\":true}")).isNull();
        assertThat(asked(usage, "{\"stream\":true,\"model\":\"m\"}")).isNotNull();
    }

    private static UsageChunkFilter filter() {
        StreamUsage usage = openAi();
        assertThat(asked(usage, "{\"stream\":true}")).isNotNull();
        return requireNonNull(
                usage.filter(200, RetryMarkerTest.headers("content-type", "text/event-stream; charset=utf-8")));
    }

    private static String filtered(String stream, int piece) {
        UsageChunkFilter filter = filter();
        byte[] bytes = stream.getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i += piece) {
            out.writeBytes(filter.filter(bytes, i, Math.min(piece, bytes.length - i)));
        }
        out.writeBytes(filter.end());
        return out.toString(UTF_8);
    }

    /** What a provider sends, and what of it the application would have got without the question. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void theExtraChunkIsHiddenAndTheOthersAreAsIfNobodyHadAsked(String newline) {
        String sent = """
                : OPENROUTER PROCESSING

                data: {"id":"chatcmpl-1","choices":[],"usage":null,"prompt_filter_results":[]}

                event: x
                data: {"id":"chatcmpl-1","choices":[{"delta":{"content":"\\"usage\\":null }"}}],"usage":null}

                data: {"usage" : null , "id":"chatcmpl-1","choices":[{"delta":{}}]}

                data:{"usage":null}

                data: {"id":"chatcmpl-1","choices":[{"delta":{}}],"usage":{"prompt_tokens":1}}

                data: {"id":"chatcmpl-1","choices":[ ],"usage":{"prompt_tokens":1,"completion_tokens":2}}

                data: [DONE]

                """.replace("\n", newline);
        String expected = """
                : OPENROUTER PROCESSING

                data: {"id":"chatcmpl-1","choices":[],"prompt_filter_results":[]}

                event: x
                data: {"id":"chatcmpl-1","choices":[{"delta":{"content":"\\"usage\\":null }"}}]}

                data: {"id":"chatcmpl-1","choices":[{"delta":{}}]}

                data:{}

                data: {"id":"chatcmpl-1","choices":[{"delta":{}}],"usage":{"prompt_tokens":1}}

                data: [DONE]

                """.replace("\n", newline);
        for (int piece : new int[] {1, 2, 3, 7, 100, 100_000}) {
            assertThat(filtered(sent, piece)).as("in pieces of " + piece).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\ndata: \"more\"\n\n",
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}\n\n",
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n",
                "id: 1\n\n\n\ndata\n\n",
                "no event stream at all",
                ""
            })
    void whatIsNoWholeChunkPassesAsItIs(String stream) {
        assertThat(filtered(stream, 1)).isEqualTo(stream);
        assertThat(filtered(stream, 1_000)).isEqualTo(stream);
    }

    @Test
    void eachEventPassesWithItsBlankLineAndNotLater() {
        UsageChunkFilter filter = filter();
        byte[] event = "data: {\"choices\":[{}],\"usage\":null}\n\n".getBytes(UTF_8);
        assertThat(filter.filter(event, 0, event.length - 1)).isEmpty();
        assertThat(new String(filter.filter(event, event.length - 1, 1), UTF_8))
                .isEqualTo("data: {\"choices\":[{}]}\n\n");
        byte[] ping = ": ping\n".getBytes(UTF_8);
        assertThat(filter.filter(ping, 0, ping.length)).isEqualTo(ping);
    }

    @Test
    void anEventWithoutEndIsNotHeldAndWhatFollowsItIsFiltered() {
        String huge =
                "data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(3_000_000) + "\"}}],\"usage\":null}";
        UsageChunkFilter filter = filter();
        byte[] bytes = huge.getBytes(UTF_8);
        int passed = filter.filter(bytes, 0, bytes.length).length;
        assertThat(passed).isGreaterThan(bytes.length - 1_100_000);
        String rest = "\n\ndata: {\"choices\":[],\"usage\":{}}\n\ndata: [DONE]\n\n";
        byte[] more = rest.getBytes(UTF_8);
        byte[] tail = filter.filter(more, 0, more.length);
        assertThat(passed + tail.length).isEqualTo(bytes.length + "\n\ndata: [DONE]\n\n".length());
    }

    @Test
    void noBytesMakeItFailOrLoseWhatItDidNotMeanToHide() {
        Random random = new Random(4711);
        String alphabet = "data: {}[]\",\\usage\nnull\r:choices0";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder stream = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                stream.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String text = stream.toString();
            String whole = filtered(text, 1_000);
            assertThat(filtered(text, 1 + random.nextInt(5))).isEqualTo(whole);
            if (!text.contains("usage")) {
                assertThat(whole).isEqualTo(text);
            }
        }
    }

    @Test
    void shouldTheFilterFailTheStreamPassesAsItIs() {
        Guard guard = new Guard(new Counters());
        UsageChunkFilter filter = new UsageChunkFilter(guard);
        byte[] bytes = "data: {\"choices\":[],\"usage\":{}}\n\ndata: [DONE]\n\n".getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(filter.filter(bytes, 0, 10)); // held, for the event is not whole
        assertThat(out.size()).isZero();
        guard.run("include usage", () -> {
            throw new NoClassDefFoundError("provoked");
        });
        out.writeBytes(filter.filter(bytes, 10, 10));
        out.writeBytes(filter.filter(bytes, 20, bytes.length - 20));
        out.writeBytes(filter.end());
        assertThat(out.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void anAnswerThatIsNoPlainEventStreamIsNotFiltered() {
        StreamUsage usage = openAi();
        assertThat(asked(usage, "{\"stream\":true}")).isNotNull();
        Headers json = RetryMarkerTest.headers("content-type", "application/json");
        Headers packed = RetryMarkerTest.headers("content-type", "text/event-stream", "content-encoding", "gzip");
        assertThat(usage.filter(200, json)).isNull();
        assertThat(usage.filter(200, packed)).isNull();
        assertThat(usage.filter(429, RetryMarkerTest.headers("content-type", "text/event-stream")))
                .isNull();
        assertThat(openAi().filter(200, RetryMarkerTest.headers("content-type", "text/event-stream")))
                .as("not asked")
                .isNull();
    }
}
