package io.tallyspan.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.TallyspanBuilder;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.runtime.Counter;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.TokenCounter;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage that the provider does not state, counted by ourselves because the user wants that. */
class EstimateTest {

    private static final String CHAT =
            "{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[{\"role\":\"system\",\"content\":\"be brief\"},"
                    + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"what is this\"},"
                    + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA BBBB\"}}]}]}";

    private static final String STREAM = """
            data: {"id":"chatcmpl-1","choices":[{"delta":{"content":"a ca"}}]}

            data: {"id":"chatcmpl-1","choices":[{"delta":{"content":"t on"}}]}

            data: {"id":"chatcmpl-1","choices":[{"delta":{"content":" a mat"},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    /** Blank-separated words, and what it was asked. */
    private static final class Words implements TokenCounter {
        private final List<String> texts = new ArrayList<>();
        private final List<@Nullable String> models = new ArrayList<>();

        @Override
        public long count(String text, @Nullable String model) {
            texts.add(text);
            models.add(model);
            return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
        }
    }

    private final List<UsageRecord> records = new ArrayList<>();
    private final List<Throwable> guarded = new ArrayList<>();
    private final Words words = new Words();
    private Tallyspan tallyspan = builder(words).build();

    private TallyspanBuilder builder(@Nullable TokenCounter counter) {
        TallyspanBuilder builder = Tallyspan.builder()
                .sink(records::add)
                .guardObserver(guarded::add)
                .set("tallyspan.estimate-usage", "true");
        return counter == null ? builder : builder.tokenCounter(counter);
    }

    private void use(TallyspanBuilder builder) {
        tallyspan.close();
        tallyspan = builder.build();
    }

    @AfterEach
    void close() {
        tallyspan.close();
    }

    private UsageRecord exchange(
            String host, String path, String request, int status, Map<String, String> headers, String body) {
        return exchange(host, path, request, status, headers, body, 1 << 20, true);
    }

    private UsageRecord exchange(
            String host,
            String path,
            String request,
            int status,
            Map<String, String> headers,
            String body,
            int piece,
            boolean whole) {
        RequestTarget target = new RequestTarget("POST", "https", host, 443, path, Headers.none());
        ObservedExchange exchange = requireNonNull(tallyspan.observer().begin(target, Context.root()));
        byte[] sent = request.getBytes(UTF_8);
        exchange.requestBodyStart();
        for (int at = 0; at < sent.length; at += piece) {
            exchange.requestBody(sent, at, Math.min(piece, sent.length - at));
        }
        exchange.requestBodyEnd();
        exchange.responseHeaders(status, Headers.of(headers));
        byte[] got = body.getBytes(UTF_8);
        for (int at = 0; at < got.length; at += piece) {
            exchange.responseBody(got, at, Math.min(piece, got.length - at));
        }
        if (whole) {
            exchange.responseEnd();
        } else {
            exchange.failed(new IOException("reset"));
        }
        return records.get(records.size() - 1);
    }

    private UsageRecord chat(String body) {
        return exchange("api.openai.com", "/v1/chat/completions", CHAT, 200, Map.of(), body);
    }

    private static Usage tokens(long input, long output) {
        return Usage.builder()
                .set(Unit.INPUT_TOKENS, input)
                .set(Unit.OUTPUT_TOKENS, output)
                .build();
    }

    @Test
    void aStreamWithoutUsageIsCounted() {
        UsageRecord record = chat(STREAM);
        assertThat(record.usage()).as("no word of the image").isEqualTo(tokens(5, 5));
        assertThat(record.quality()).isEqualTo(Quality.ESTIMATED);
        assertThat(record.outcome()).isEqualTo(Outcome.OK);
        assertThat(record.isEvent()).isTrue();
        assertThat(requireNonNull(record.cost()).lowerBound()).isTrue();
        assertThat(words.texts).as("the pieces of the answer are one text").contains("a cat on a mat");
        assertThat(words.models).containsOnly("gpt-4o");
    }

    @Test
    void piecesOfAnySizeAreCountedAlike() {
        for (int piece = 1; piece < 40; piece++) {
            String body = STREAM.replace("chatcmpl-1", "chatcmpl-x" + piece);
            UsageRecord record =
                    exchange("api.openai.com", "/v1/chat/completions", CHAT, 200, Map.of(), body, piece, true);
            assertThat(record.usage()).as("pieces of %s", piece).isEqualTo(tokens(5, 5));
        }
    }

    @Test
    void escapesAndCharactersOfEveryLengthAreTheTextThatTheyMean() {
        String content = "a\\u00fc\\n\\\"b\\\" \u00e9 \u20ac \ud83d\ude00 \\ud83d\\ude00 \\/ \\t";
        for (int piece = 1; piece < 8; piece++) {
            words.texts.clear();
            exchange(
                    "api.openai.com",
                    "/v1/chat/completions",
                    "{\"model\":\"gpt-4o\",\"messages\":[{\"content\":\"" + content + "\"}]}",
                    200,
                    Map.of(),
                    "{\"id\":\"chatcmpl-y" + piece + "\",\"choices\":[]}",
                    piece,
                    true);
            assertThat(words.texts).containsExactly("a\u00fc\n\"b\" \u00e9 \u20ac \ud83d\ude00 \ud83d\ude00 / \t");
        }
    }

    @Test
    void whatTheProviderStatesIsNotEstimated() {
        UsageRecord record = chat(
                STREAM.replace(
                        "data: [DONE]",
                        "data: {\"id\":\"chatcmpl-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":70,\"completion_tokens\":9}}\n\ndata: [DONE]"));
        assertThat(record.usage()).isEqualTo(tokens(70, 9));
        assertThat(record.quality()).isEqualTo(Quality.REPORTED);
    }

    @Test
    void nothingIsEstimatedUnlessTheUserWantsIt() {
        use(Tallyspan.builder().sink(records::add).tokenCounter(words));
        assertThat(chat(STREAM).quality()).isEqualTo(Quality.UNKNOWN);
        assertThat(words.texts).isEmpty();
    }

    @Test
    void ofAStreamThatIsCutNobodyKnowsHowMuchWasMade() {
        UsageRecord record = exchange(
                "api.openai.com",
                "/v1/chat/completions",
                CHAT,
                200,
                Map.of(),
                STREAM.substring(0, STREAM.indexOf("data: [DONE]") - 100),
                64,
                false);
        assertThat(record.outcome()).isEqualTo(Outcome.CUT);
        assertThat(record.quality()).isEqualTo(Quality.UNKNOWN);
        assertThat(record.usage().isEmpty()).isTrue();
    }

    @Test
    void aPromptThatAzuresFilterRefusesIsBilled() {
        String refusal = "{\"error\":{\"code\":\"content_filter\",\"message\":\"no\"}}";
        UsageRecord record =
                exchange("r.openai.azure.com", "/openai/deployments/d/chat/completions", CHAT, 400, Map.of(), refusal);
        assertThat(record.usage())
                .isEqualTo(Usage.builder().set(Unit.INPUT_TOKENS, 5).build());
        assertThat(record.quality()).isEqualTo(Quality.ESTIMATED);
        assertThat(record.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(record.isEvent()).isTrue();

        UsageRecord free = exchange("api.openai.com", "/v1/chat/completions", CHAT, 400, Map.of(), refusal);
        assertThat(free.isEvent()).isFalse();
        assertThat(free.usage().isEmpty()).isTrue();
    }

    @Test
    void ofABodyThatCannotBeReadThePromptIsCounted() {
        UsageRecord record = exchange(
                "api.openai.com", "/v1/chat/completions", CHAT, 200, Map.of("content-encoding", "compress"), "???");
        assertThat(record.usage())
                .isEqualTo(Usage.builder().set(Unit.INPUT_TOKENS, 5).build());
        assertThat(record.quality()).isEqualTo(Quality.ESTIMATED);
    }

    @Test
    void aCounterThatThrowsCostsTheEstimateAndNothingElse() {
        use(builder((text, model) -> {
            throw new IllegalStateException("a defect of the counter");
        }));
        UsageRecord record = chat(STREAM);
        assertThat(record.quality()).isEqualTo(Quality.UNKNOWN);
        assertThat(record.exchange().responseId()).isEqualTo("chatcmpl-1");
        assertThat(guarded).hasSize(1);
        assertThat(tallyspan.counters().get(Counter.GUARDED)).isEqualTo(1);
    }

    @Test
    void aLongTextIsCountedInSegmentsAndNotKept() {
        String prompt = "lorem ".repeat(200_000);
        UsageRecord record = exchange(
                "api.openai.com",
                "/v1/chat/completions",
                "{\"model\":\"gpt-4o\",\"messages\":[{\"content\":\"" + prompt + "\"},{\"content\":\""
                        + "x".repeat(100_000) + "\"}]}",
                200,
                Map.of(),
                "{\"id\":\"chatcmpl-1\",\"choices\":[{\"message\":{\"content\":\"\"}}]}");
        assertThat(words.texts).allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(4096));
        assertThat(String.join("", words.texts)).hasSize(prompt.length() + 100_000);
        assertThat(record.usage().get(Unit.INPUT_TOKENS)).isBetween(200_000L, 200_030L);
        assertThat(record.usage().get(Unit.OUTPUT_TOKENS)).as("an empty answer").isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api.anthropic.com|/v1/complete|{'model':'claude-2.1','prompt':'one two'}|{'completion':'a b c'}|2|3",
                "generativelanguage.googleapis.com|/v1beta/models/m:generateContent|{'contents':[{'parts':[{'text':'one two'}]}]}"
                        + "|{'candidates':[{'content':{'parts':[{'text':'a b'},{'text':' c'}]},'finishReason':'STOP'}]}|2|3",
                "api.openai.com|/v1/completions|{'model':'m','prompt':['one','two three']}|{'id':'cmpl-1','choices':[{'text':'a b c'}]}|3|3",
                "api.openai.com|/v1/embeddings|{'model':'m','input':['one','two three']}|{'data':[]}|3|-1",
                "api.openai.com|/v1/responses|{'model':'m','instructions':'be brief','input':[{'role':'user','content':[{'type':"
                        + "'input_text','text':'one two'}]}]}|{'id':'resp_1','output':[{'content':[{'text':'a b c'}]}]}|4|3",
                "api.cohere.com|/v2/chat|{'model':'m','messages':[{'content':'one two'}]}|{'message':{'content':[{'text':'a b c'}]}}|2|3",
                "localhost|/api/chat|{'model':'m','messages':[{'content':'one two'}]}|{'message':{'content':'a b c'},'done':true}|2|3",
            })
    void everyApisTextsAreFound(String host, String path, String request, String body, long input, long output) {
        if (host.equals("localhost")) {
            use(builder(words).host("localhost", Dialect.OLLAMA));
        }
        UsageRecord record = exchange(host, path, request.replace('\'', '"'), 200, Map.of(), body.replace('\'', '"'));
        assertThat(record.quality()).isEqualTo(Quality.ESTIMATED);
        assertThat(record.usage().get(Unit.INPUT_TOKENS)).isEqualTo(input);
        assertThat(record.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(output < 0 ? null : (Long) output);
    }

    @Test
    void byDefaultTheTokensAreThoseOfTheModelsVocabulary() {
        use(builder(null));
        Encoding vocabulary = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
        UsageRecord record = chat(STREAM);
        assertThat(record.usage())
                .isEqualTo(tokens(
                        vocabulary.countTokens("be brief") + vocabulary.countTokens("what is this"),
                        vocabulary.countTokens("a cat on a mat")));
        UsageRecord older = exchange(
                "api.openai.com",
                "/v1/chat/completions",
                CHAT.replace("gpt-4o", "gpt-3.5-turbo"),
                200,
                Map.of(),
                STREAM.replace("chatcmpl-1", "chatcmpl-2"));
        assertThat(older.quality()).isEqualTo(Quality.ESTIMATED);
    }

    @Test
    @SuppressWarnings("unchecked")
    void withoutTheLibraryTheConfigurationSaysWhatToAdd() throws Exception {
        try (WithoutLibraries loader = WithoutLibraries.of("com.knuddels.")) {
            Supplier<String> probe = (Supplier<String>) loader.loadClass(MissingTokenizer.class.getName())
                    .getConstructor()
                    .newInstance();
            assertThat(probe.get()).contains("tallyspan.estimate-usage=true").contains("com.knuddels:jtokkit");
        }
    }
}
