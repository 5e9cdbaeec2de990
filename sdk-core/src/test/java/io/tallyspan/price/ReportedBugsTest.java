package io.tallyspan.price;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.id.EventIdRules;
import io.tallyspan.id.IdTable;
import io.tallyspan.reader.Answer;
import io.tallyspan.reader.Recognition;
import io.tallyspan.reader.RequestFacts;
import io.tallyspan.reader.ResponseParser;
import io.tallyspan.reader.WireFormats;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Wrong bills that users of other tools have reported, each from the provider's bytes to the amount. A test is named
 * for what was wrong there, with the figures of the report where it has any. Prices are made up, so that they never
 * change, but where the shipped list is what was wrong elsewhere.
 */
class ReportedBugsTest {

    private static final PriceBook BOOK = Prices.book("""
            {"version":"test","providers":[{"id":"*","models":[
              {"id":"flat","match":{"starts_with":"flat"},"prices":[{"per_million":{"input_tokens":"1.25","cache_read_tokens":"0.625",
                "cache_write_tokens":"1.5625","output_tokens":"10"}}]},
              {"id":"cliff","match":{"starts_with":"cliff"},"prices":[{"per_million":{
                "input_tokens":{"base":"3","above":[{"tokens":"200000","price":"6"}]},
                "cache_read_tokens":{"base":"0.3","above":[{"tokens":"200000","price":"0.6"}]},
                "cache_write_tokens":{"base":"3.75","above":[{"tokens":"200000","price":"7.5"}]},
                "output_tokens":{"base":"15","above":[{"tokens":"200000","price":"22.5"}]}}}]}]}],
             "adjustments":[{"provider":"*","models":{"equals":"cliff"},"dimension":"service_tier","values":["priority"],"factor":"2"}]}
            """);

    private static Answer read(String host, String path, String body) {
        RequestTarget target = new RequestTarget("POST", "https", host, 443, path, Headers.none());
        Recognition recognition = new WireFormats(
                        Map.of("litellm.internal", Dialect.LITELLM, "gw.internal", Dialect.COMPATIBLE))
                .recognise(target);
        ResponseParser parser = new ResponseParser(
                ((Recognition.ModelCall) recognition).endpoint(), RequestFacts.NONE, 200, Headers.none());
        byte[] bytes = body.getBytes(UTF_8);
        parser.feed(bytes, 0, bytes.length);
        return parser.finish(true);
    }

    private static Answer gemini(String usage) {
        return read(
                "generativelanguage.googleapis.com",
                "/v1beta/models/flat:generateContent",
                "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"modelVersion\":\"flat\",\"usageMetadata\":{" + usage
                        + "}}");
    }

    private static Answer openAi(String host, String model, String usage) {
        return read(
                host,
                "/v1/chat/completions",
                "{\"id\":\"c\",\"model\":\"" + model + "\",\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{"
                        + usage + "}}");
    }

    private static Answer anthropic(String model, String usage) {
        return read(
                "api.anthropic.com",
                "/v1/messages",
                "{\"type\":\"message\",\"id\":\"msg_1\",\"model\":\"" + model + "\",\"usage\":{" + usage + "}}");
    }

    private static @Nullable BigDecimal cost(Dialect dialect, Answer answer, @Nullable String tier) {
        assertThat(answer.usageFinal()).isTrue();
        Billable billable = Prices.billable(dialect, null, answer.responseModel(), answer.usage());
        return Prices.amount(BOOK, Prices.served(billable, tier, answer.priceDimensions()));
    }

    private static BigDecimal cost(Dialect dialect, Answer answer) {
        return requireNonNull(cost(dialect, answer, null));
    }

    private static void costs(String amount, Dialect dialect, Answer answer) {
        assertThat(cost(dialect, answer)).isEqualByComparingTo(amount);
    }

    private static BigDecimal shipped(
            Dialect dialect, @Nullable String request, @Nullable String response, Usage usage) {
        BigDecimal amount = Prices.amount(PriceBook.shipped(), Prices.billable(dialect, request, response, usage));
        return requireNonNull(amount, "no price");
    }

    // cached tokens charged twice, or written at the price of others. Prices of a million, in the order of the sums:
    // input 1.25, read 0.625, written 1.5625, output 10

    /** 0.7642 USD instead of 0.1849. */
    @Test
    @ReportedBug(tool = "litellm", number = 14849)
    void geminisCachedTokensAreChargedOnce() {
        costs(
                "0.184918125",
                Dialect.GEMINI,
                gemini("\"promptTokenCount\":262960,\"cachedContentTokenCount\":257955,"
                        + "\"candidatesTokenCount\":1744,\"totalTokenCount\":264704"));
    }

    /** A proxy folds the cache into the prompt and names it twice; prices of the user's own added it once more. */
    @Test
    @ReportedBug(tool = "litellm", number = 40016)
    void aUsersOwnPricesDoNotAddAgainWhatAProxyHasFoldedIn() {
        Answer answer = openAi(
                "litellm.internal",
                "flat",
                "\"prompt_tokens\":98805,\"completion_tokens\":5120,\"total_tokens\":103925,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":66360,\"cache_creation_tokens\":32435},"
                        + "\"cache_read_input_tokens\":66360,\"cache_creation_input_tokens\":32435");
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(98805);
        // 10 + 66,360 + 32,435 of the input, 5,120 of the output
        costs("0.1433671875", Dialect.LITELLM, answer);
    }

    /** What is written to the cache was charged as input and as written. */
    @Test
    @ReportedBug(tool = "litellm", number = 6576)
    void whatIsWrittenToTheCacheIsNotInputAsWell() {
        // 3 + 12,304 written + 550 of output
        costs(
                "0.02472875",
                Dialect.ANTHROPIC,
                anthropic(
                        "flat",
                        "\"input_tokens\":3,\"cache_creation_input_tokens\":12304,\"cache_read_input_tokens\":0,"
                                + "\"output_tokens\":550"));
    }

    /** Cache reads subtracted from the input, cache writes not. */
    @Test
    @ReportedBug(tool = "litellm", number = 26919)
    void cacheWritesAreSubtractedToo() {
        Answer answer = openAi(
                "openrouter.ai",
                "flat",
                "\"prompt_tokens\":1000000,\"completion_tokens\":0,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":400000,\"cache_write_tokens\":600000}");
        costs("1.1875", Dialect.OPENROUTER, answer);
    }

    /** A call of which 17,102 of 17,111 tokens came from the cache, at 10.9 times its price. */
    @Test
    @ReportedBug(tool = "Aider", number = 5516)
    void aCallFromTheCacheIsCheap() {
        costs(
                "0.010710",
                Dialect.ANTHROPIC,
                anthropic("flat", "\"input_tokens\":9,\"cache_read_input_tokens\":17102,\"output_tokens\":1"));
    }

    /** The same mistake where the prompt is written: 15,635 tokens of prompt, 15,624 of them written. */
    @Test
    @ReportedBug(tool = "Aider", number = 5518)
    void aCallThatFillsTheCacheIsChargedOnce() {
        Answer answer = openAi(
                "litellm.internal",
                "flat",
                "\"prompt_tokens\":15635,\"completion_tokens\":1,\"total_tokens\":15636,"
                        + "\"cache_creation_input_tokens\":15624,\"cache_read_input_tokens\":0");
        costs("0.02443625", Dialect.LITELLM, answer);
    }

    /** Of the responses API the input includes what was cached; an agent took it for what was not. */
    @Test
    @ReportedBug(tool = "earendil-works/pi", number = 2148)
    void theInputOfAResponseIncludesWhatWasCached() {
        Answer answer = read(
                "api.openai.com",
                "/v1/responses",
                "{\"id\":\"resp_1\",\"status\":\"completed\",\"model\":\"flat\",\"usage\":{\"input_tokens\":26701,"
                        + "\"input_tokens_details\":{\"cached_tokens\":2048},\"output_tokens\":283,"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":211},\"total_tokens\":26984}}");
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(26701);
        // 24,653 + 2,048 cached + 283
        costs("0.03492625", Dialect.OPENAI, answer);
    }

    /** Bedrock's input does not include the cache, its total does: counts of both kinds were mixed. */
    @Test
    @ReportedBug(tool = "langfuse", number = 12306)
    void bedrocksCacheStandsBesideItsInput() {
        Answer answer = read(
                "bedrock-runtime.us-east-1.amazonaws.com",
                "/model/flat/converse",
                "{\"output\":{\"message\":{\"role\":\"assistant\"}},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":4299,"
                        + "\"outputTokens\":631,\"totalTokens\":58291,\"cacheReadInputTokens\":35574,"
                        + "\"cacheWriteInputTokens\":17787}}");
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(57660);
        Billable billable = Prices.billable(Dialect.BEDROCK, "flat", null, answer.usage());
        // 4,299 + 35,574 read + 17,787 written + 631
        assertThat(Prices.amount(BOOK, billable)).isEqualByComparingTo("0.0617096875");
    }

    /** 35,720 tokens of input instead of 17,903. */
    @Test
    @ReportedBug(tool = "langfuse", number = 10592)
    void openRoutersCachedTokensAreAPartOfThePrompt() {
        Answer answer = openAi(
                "openrouter.ai",
                "flat",
                "\"prompt_tokens\":17903,\"completion_tokens\":0,\"prompt_tokens_details\":{\"cached_tokens\":17817}");
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(17903);
        costs("0.011243125", Dialect.OPENROUTER, answer);
    }

    /** Under another name the cached tokens cost nothing. */
    @Test
    @ReportedBug(tool = "langfuse/codex-plugin", number = 22)
    void cachedTokensUnderAnotherNameAreNotFree() {
        for (String name : List.of("cached_tokens", "num_cached_tokens", "prompt_cache_hit_tokens")) {
            Answer answer = openAi(
                    "gw.internal",
                    "flat",
                    "\"prompt_tokens\":1000000,\"completion_tokens\":0,\"" + name + "\":1000000");
            assertThat(cost(Dialect.COMPATIBLE, answer)).as(name).isEqualByComparingTo("0.625");
        }
    }

    /** 19 base tokens beside a large cache, priced at 0. */
    @Test
    @ReportedBug(tool = "langsmith-sdk", number = 2519)
    void theUncachedRestIsNotLost() {
        costs(
                "0.02439875",
                Dialect.ANTHROPIC,
                anthropic("flat", "\"input_tokens\":19,\"cache_read_input_tokens\":39000,\"output_tokens\":0"));
    }

    /** A gateway that counts the cache beside the prompt, as Anthropic does, and only its total shows that. */
    @Test
    @ReportedBug(tool = "phoenix", number = 13379)
    void aCacheThatStandsOutsideOfThePromptIsInTheTotal() {
        Answer answer = openAi(
                "gw.internal",
                "flat",
                "\"prompt_tokens\":3,\"completion_tokens\":12,\"total_tokens\":13256,"
                        + "\"cache_read_input_tokens\":13216,\"cache_creation_input_tokens\":25");
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(13244);
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(12);
    }

    // cached tokens at the full price

    /** 2.5 times the price of a call that was read from the cache almost whole. */
    @Test
    @ReportedBug(tool = "langfuse", number = 12635)
    void aStreamsCachedTokensHaveTheirOwnPrice() {
        Answer answer = read(
                "api.openai.com",
                "/v1/chat/completions",
                "data: {\"id\":\"c\",\"model\":\"flat\",\"choices\":[{\"finish_reason\":\"stop\"}]}\n\n"
                        + "data: {\"id\":\"c\",\"model\":\"flat\",\"choices\":[],\"usage\":{\"prompt_tokens\":100000,"
                        + "\"completion_tokens\":100,\"prompt_tokens_details\":{\"cached_tokens\":96000}}}\n\ndata: [DONE]\n\n");
        // 4,000 + 96,000 cached + 100
        costs("0.066", Dialect.OPENAI, answer);
    }

    /** Claude's cache, beside the input, at the price of input. */
    @Test
    @ReportedBug(tool = "langfuse", number = 13988)
    void claudesCachedTokensHaveTheirOwnPrice() {
        costs(
                "0.635",
                Dialect.ANTHROPIC,
                anthropic("flat", "\"input_tokens\":0,\"cache_read_input_tokens\":1000000,\"output_tokens\":1000"));
    }

    /** An implicit hit has {@code cachedContentTokenCount} and no {@code cacheTokensDetails}. */
    @Test
    @ReportedBug(tool = "litellm", number = 16341)
    void geminisImplicitHitsHaveThePriceOfTheCache() {
        costs(
                "0.625",
                Dialect.GEMINI,
                gemini("\"promptTokenCount\":1000000,\"cachedContentTokenCount\":1000000,\"totalTokenCount\":1000000"));
    }

    // reasoning lost

    /** 1,939 thoughts left out of 11,476 tokens. */
    @Test
    @ReportedBug(tool = "vercel/ai", number = 6082)
    void thoughtsStandBesideTheCandidates() {
        Answer answer = gemini("\"promptTokenCount\":7477,\"candidatesTokenCount\":2060,"
                + "\"thoughtsTokenCount\":1939,\"totalTokenCount\":11476");
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(3999);
        assertThat(answer.usage().get(Unit.REASONING_TOKENS)).isEqualTo(1939);
    }

    /** An answer of nothing but thoughts, for the limit was reached: no candidates are counted. */
    @Test
    @ReportedBug(tool = "deepeval", number = 2943)
    void thoughtsWithoutAnAnswerAreBilled() {
        Answer answer = gemini("\"promptTokenCount\":10,\"thoughtsTokenCount\":300,\"totalTokenCount\":310");
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(300);
        costs("0.0030125", Dialect.GEMINI, answer);
    }

    /** In the sum of tokens, not in the cost. */
    @Test
    @ReportedBug(tool = "langfuse", number = 16321)
    void aStreamsThoughtsAreInTheCostToo() {
        Answer answer = read(
                "generativelanguage.googleapis.com",
                "/v1beta/models/flat:streamGenerateContent",
                "data: {\"candidates\":[{}],\"modelVersion\":\"flat\",\"usageMetadata\":{\"promptTokenCount\":10,"
                        + "\"thoughtsTokenCount\":98,\"totalTokenCount\":108}}\n\n"
                        + "data: {\"candidates\":[{\"finishReason\":\"STOP\"}],\"modelVersion\":\"flat\",\"usageMetadata\":{"
                        + "\"promptTokenCount\":10,\"candidatesTokenCount\":20,\"thoughtsTokenCount\":300,\"totalTokenCount\":330}}\n\n");
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(320);
        costs("0.0032125", Dialect.GEMINI, answer);
    }

    /** The member was sought under {@code thinkingTokenCount}. */
    @Test
    @ReportedBug(tool = "req_llm", number = 336)
    void thoughtsAreFoundUnderTheNameThatVertexGivesThem() {
        Answer answer = read(
                "us-central1-aiplatform.googleapis.com",
                "/v1/projects/p/locations/us-central1/publishers/google/models/flat:generateContent",
                "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"modelVersion\":\"flat\",\"usageMetadata\":{"
                        + "\"promptTokenCount\":15,\"candidatesTokenCount\":359,\"thoughtsTokenCount\":661,"
                        + "\"thinkingTokenCount\":1,\"totalTokenCount\":1035}}");
        assertThat(answer.usage().get(Unit.REASONING_TOKENS)).isEqualTo(661);
        costs("0.01021875", Dialect.VERTEX, answer);
    }

    /** 8,150 tokens of output billed as 150. */
    @Test
    @ReportedBug(tool = "ai-tally", number = 376)
    void xaisReasoningOutsideOfTheCompletionIsBilled() {
        Answer answer = openAi(
                "api.x.ai",
                "flat",
                "\"prompt_tokens\":10,\"completion_tokens\":150,\"total_tokens\":8160,"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":8000}");
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(8150);
    }

    /** Google's copy of OpenAI's API hides thoughts in the total. */
    @Test
    @ReportedBug(tool = "one-hub", number = 795)
    void thoughtsHiddenInTheTotalAreOutput() {
        Answer answer = read(
                "generativelanguage.googleapis.com",
                "/v1beta/openai/chat/completions",
                "{\"id\":\"c\",\"model\":\"flat\",\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":35,"
                        + "\"completion_tokens\":12,\"total_tokens\":109}}");
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(74);
    }

    // Anthropic's streams

    /** A stream that begins with some usage, and ends with each of the others in turn. */
    private static Answer stream(String start, String... deltas) {
        StringBuilder stream = new StringBuilder("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{"
                + "\"id\":\"msg_1\",\"model\":\"flat\",\"usage\":{" + start + "}}}\n\n");
        for (int i = 0; i < deltas.length; i++) {
            stream.append("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{")
                    .append(i == deltas.length - 1 ? "\"stop_reason\":\"end_turn\"" : "")
                    .append("},\"usage\":{")
                    .append(deltas[i])
                    .append("}}\n\n");
        }
        return read(
                "api.anthropic.com",
                "/v1/messages",
                stream + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    /** 16 tokens of output instead of 15. */
    @Test
    @ReportedBug(tool = "tensorzero", number = 5481)
    void theLastFigureOfAStreamReplacesTheFirst() {
        Answer answer = stream("\"input_tokens\":25,\"output_tokens\":1", "\"output_tokens\":15");
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(15);
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(25);
    }

    /** The end of a stream repeats the input, which was added to that of its beginning. */
    @Test
    @ReportedBug(tool = "openllmetry", number = 4377)
    void theRepeatedInputOfAStreamIsTheSameInput() {
        Answer answer =
                stream("\"input_tokens\":1000,\"output_tokens\":1", "\"input_tokens\":1000,\"output_tokens\":200");
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(1000);
        costs("0.00325", Dialect.ANTHROPIC, answer);
    }

    /** Each figure on the way is a sum already. */
    @Test
    @ReportedBug(tool = "microsoft/agent-framework", number = 7143)
    void cumulativeFiguresOfAStreamAreNotAdded() {
        Answer answer = stream(
                "\"input_tokens\":10,\"output_tokens\":3",
                "\"output_tokens\":100",
                "\"output_tokens\":140",
                "\"input_tokens\":12,\"output_tokens\":159");
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(159);
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).as("the last word").isEqualTo(12);
    }

    /** A context of 47,121 tokens, most of them written to the cache, counted twice. */
    @Test
    @ReportedBug(tool = "symfony/ai", number = 2178)
    void theRepeatedCacheOfAStreamIsTheSameCache() {
        Answer answer = stream(
                "\"input_tokens\":2,\"cache_creation_input_tokens\":47119,\"cache_read_input_tokens\":0,"
                        + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":47119},\"output_tokens\":4",
                "\"input_tokens\":2,\"cache_creation_input_tokens\":47119,\"cache_read_input_tokens\":0,\"output_tokens\":64");
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(47121);
        assertThat(answer.usage().get(Unit.CACHE_WRITE_TOKENS)).isEqualTo(47119);
        assertThat(answer.usage().get(Unit.CACHE_WRITE_5M_TOKENS)).isEqualTo(47119);
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(64);
    }

    /** 11 tokens of input and 2 from the cache, instead of 10 and 1. */
    @Test
    @ReportedBug(tool = "envoyproxy/ai-gateway", number = 2239)
    void theRepeatedReadsOfAStreamAreTheSameReads() {
        Answer answer = stream(
                "\"input_tokens\":9,\"cache_read_input_tokens\":1,\"output_tokens\":0",
                "\"input_tokens\":9,\"cache_read_input_tokens\":1,\"output_tokens\":16");
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(10);
        assertThat(answer.usage().get(Unit.CACHE_READ_TOKENS)).isEqualTo(1);
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(16);
    }

    /** The first figure kept, 2.7 times too little; of a stream that is cut there it is no figure at all. */
    @Test
    @ReportedBug(tool = "ccusage", number = 938)
    void theFirstFigureOfAStreamIsNotTheLast() {
        Answer whole = stream("\"input_tokens\":10,\"output_tokens\":59", "\"output_tokens\":159");
        assertThat(whole.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(159);

        Answer cut = read(
                "api.anthropic.com",
                "/v1/messages",
                "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"flat\","
                        + "\"usage\":{\"input_tokens\":10,\"output_tokens\":59}}}\n\n");
        assertThat(cut.usage().has(Unit.OUTPUT_TOKENS)).as("59 is provisional").isFalse();
        assertThat(cut.usageFinal()).isFalse();
    }

    // tiers

    private static Usage tokens(long input, long read, long write, long output) {
        return Usage.builder()
                .set(Unit.INPUT_TOKENS, input)
                .set(Unit.CACHE_READ_TOKENS, read)
                .set(Unit.CACHE_WRITE_TOKENS, write)
                .set(Unit.OUTPUT_TOKENS, output)
                .build();
    }

    private static Usage input(long tokens) {
        return tokens(tokens, 0, 0, 0);
    }

    private static @Nullable BigDecimal cliff(Usage usage, @Nullable String tier) {
        return Prices.amount(
                BOOK, Prices.served(Prices.billable(Dialect.ANTHROPIC, null, "cliff", usage), tier, Map.of()));
    }

    /** 585,659 tokens written, at the price of a short request. */
    @Test
    @ReportedBug(tool = "litellm", number = 30135)
    void theThresholdOfAUsersOwnPricesHolds() {
        assertThat(cliff(tokens(585_659, 0, 585_659, 0), null)).isEqualByComparingTo("4.3924425");
        assertThat(cliff(input(200_000), null)).as("not above it").isEqualByComparingTo("0.6");
        assertThat(cliff(input(200_001), null)).as("above it").isEqualByComparingTo("1.200006");
    }

    /** A tier's factor lost on cache prices above the threshold. */
    @Test
    @ReportedBug(tool = "litellm", number = 30450)
    void theTierMultipliesCachePricesAboveTheThresholdToo() {
        assertThat(cliff(tokens(250_000, 240_000, 0, 0), "priority")).isEqualByComparingTo("0.408");
    }

    /** Gemini 2.5 Pro above 200,000 tokens at half its price. */
    @Test
    @ReportedBug(tool = "opik", number = 6982)
    void theShippedListHasGeminisThreshold() {
        assertThat(shipped(Dialect.GEMINI, null, "gemini-2.5-pro", tokens(300_000, 0, 0, 1000)))
                .isEqualByComparingTo("0.765");
    }

    /** Thresholds of 272,000 tokens were left out of the list. */
    @Test
    @ReportedBug(tool = "phoenix", number = 14329)
    void theShippedListHasThresholdsOfOtherLengths() {
        assertThat(shipped(Dialect.OPENAI, null, "gpt-5.4-2026-03-05", input(272_000)))
                .isEqualByComparingTo("0.68");
        assertThat(shipped(Dialect.OPENAI, null, "gpt-5.4-2026-03-05", input(272_001)))
                .isEqualByComparingTo("1.360005");
    }

    /** Cache reads of a long request at the price of a short one, 0.072 instead of 0.144. */
    @Test
    @ReportedBug(tool = "Helicone", number = 5765)
    void cacheReadsAreAboveTheThresholdToo() {
        assertThat(cliff(tokens(250_000, 240_000, 0, 0), null)).isEqualByComparingTo("0.204");
    }

    /**
     * Only what lies above the threshold charged more, bucket by bucket, and what is written not counted towards it.
     */
    @Test
    @ReportedBug(tool = "tokscale", number = 862)
    void aThresholdIsACliffForTheWholeRequest() {
        assertThat(cliff(tokens(300_000, 0, 0, 1000), null)).isEqualByComparingTo("1.8225");
        assertThat(cliff(tokens(200_001, 150_000, 50_000, 0), null)).isEqualByComparingTo("0.465006");
    }

    // which model

    /** Azure's host pinned the provider, and marketplace models had no price. */
    @Test
    @ReportedBug(tool = "genai-prices", number = 455)
    void azuresOtherModelsHaveTheirVendorsPrice() {
        assertThat(shipped(Dialect.AZURE, "my-claude", "claude-haiku-4-5-20251001", input(1_000_000)))
                .isEqualByComparingTo("1");
    }

    /** A region before the name, and no price. */
    @Test
    @ReportedBug(tool = "genai-prices", number = 520)
    void aRegionBeforeAMarketplaceModelIsNoOtherModel() {
        assertThat(shipped(Dialect.BEDROCK, "us.writer.palmyra-x5-v1:0", null, input(1_000_000)))
                .isEqualByComparingTo("0.6");
        assertThat(shipped(Dialect.BEDROCK, "writer.palmyra-x5-v1:0", null, input(1_000_000)))
                .isEqualByComparingTo("0.6");
    }

    /** Of an alias without a date the tokens of text cost nothing. */
    @Test
    @ReportedBug(tool = "litellm", number = 33170)
    void theTextOfAnAliasWithoutADateIsNotFree() {
        Usage spoken = Usage.builder()
                .set(Unit.INPUT_TOKENS, 12)
                .set(Unit.OUTPUT_TOKENS, 51)
                .set(Unit.OUTPUT_AUDIO_TOKENS, 37)
                .build();
        // 12 + 14 of text + 37 of audio
        assertThat(shipped(Dialect.AZURE, "audio-mini-prod", "gpt-audio-mini", spoken))
                .isEqualByComparingTo("0.0007808");
    }

    /** The name of a deployment says nothing, and the model that answered was not looked for. */
    @Test
    @ReportedBug(tool = "litellm", number = 35783)
    void aDeploymentIsBilledAsTheModelThatAnswered() {
        assertThat(shipped(Dialect.AZURE, "claude-opus-4-8", "gpt-4o", input(1_000_000)))
                .as("whatever the deployment is called")
                .isEqualByComparingTo("2.5");
    }

    /** Inference profiles of whole regions were not known, Asia's and Australia's least of all. */
    @Test
    @ReportedBug(tool = "hermes-agent", number = 19797)
    void everyRegionsNameOfAModelHasAPrice() {
        for (String region : List.of("", "us.", "eu.", "apac.", "au.", "jp.", "global.", "us-gov.")) {
            String name = region + "anthropic.claude-haiku-4-5-20251001-v1:0";
            assertThat(shipped(Dialect.BEDROCK, name, null, input(1_000_000)))
                    .as(name)
                    .isBetween(BigDecimal.ONE, new BigDecimal("1.2"));
        }
    }

    /** Opus 4.8 at the price of Opus 4, and the 10 % of a region lost. */
    @Test
    @ReportedBug(tool = "archestra", number = 6938)
    void aNewerModelIsNotItsPredecessorAndARegionMayCostMore() {
        assertThat(shipped(Dialect.ANTHROPIC, null, "claude-opus-4-8", input(1_000_000)))
                .isEqualByComparingTo("5");
        assertThat(shipped(Dialect.BEDROCK, "us.anthropic.claude-sonnet-5-v1:0", null, input(1_000_000)))
                .isEqualByComparingTo("3.3");
    }

    /** An unknown model at a fallback of 50 dollars a million. */
    @Test
    @ReportedBug(tool = "archestra", number = 6895)
    void anUnknownModelHasNoPriceAtAll() {
        Priced priced = BOOK.price(Prices.billable(Dialect.OPENAI, "never-heard-of", null, tokens(10, 0, 0, 10)));
        assertThat(priced.cost()).isNull();
        assertThat(priced.unpriced()).isTrue();
    }

    // ids

    /** An empty request id as the key, and all but the first request lost. */
    @Test
    @ReportedBug(tool = "litellm", number = 6633)
    void anEmptyIdIsNoId() {
        EventIdRules rules = new EventIdRules(IdTable.standard());
        Headers empty = Headers.of(Map.of("x-request-id", ""));
        String first = rules.choose(Dialect.OPENAI, "", Headers.none(), empty, "call-1", 1)
                .value();
        String second = rules.choose(Dialect.OPENAI, "", Headers.none(), empty, "call-2", 1)
                .value();
        assertThat(first).isNotEqualTo(second);
    }
}
