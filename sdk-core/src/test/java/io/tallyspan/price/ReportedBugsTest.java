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
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Wrong bills that users of other tools have reported, each from the provider's bytes to the amount. A test is named
 * for what was wrong there, and cites where it was reported. Prices are made up, so that they never change.
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
        Recognition recognition = new WireFormats(Map.of()).recognise(target);
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

    // cached tokens charged twice, or at the price of others

    /** litellm #14849: 0.7642 USD instead of 0.1849. */
    @Test
    void geminisCachedTokensAreChargedOnce() {
        Answer answer = gemini("\"promptTokenCount\":262960,\"cachedContentTokenCount\":257955,"
                + "\"candidatesTokenCount\":1744,\"totalTokenCount\":264704");
        assertThat(cost(Dialect.GEMINI, answer)).isEqualByComparingTo("0.184918125");
    }

    /** litellm #16341, langfuse #12635 and #13988: cached tokens at the full price. */
    @Test
    void implicitlyCachedTokensHaveThePriceOfTheCache() {
        Answer answer =
                gemini("\"promptTokenCount\":1000000,\"cachedContentTokenCount\":1000000,\"totalTokenCount\":1000000");
        assertThat(cost(Dialect.GEMINI, answer)).isEqualByComparingTo("0.625");
    }

    /** litellm #40016 and #6576: cache tokens added to an input that contained them already, or not subtracted. */
    @Test
    void aUsersOwnPricesDoNotAddTheCacheAgain() {
        Answer answer = anthropic(
                "flat",
                "\"input_tokens\":100,\"cache_creation_input_tokens\":700,\"cache_read_input_tokens\":200,"
                        + "\"output_tokens\":0");
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(1000);
        assertThat(cost(Dialect.ANTHROPIC, answer)).isEqualByComparingTo("0.00134375");
    }

    /** litellm #26919: cache reads subtracted from the input, cache writes not. */
    @Test
    void cacheWritesAreSubtractedToo() {
        Answer answer =
                anthropic("flat", "\"input_tokens\":0,\"cache_creation_input_tokens\":1000000,\"output_tokens\":0");
        assertThat(cost(Dialect.ANTHROPIC, answer)).isEqualByComparingTo("1.5625");
    }

    /** Aider #5516 and #5518: a call served from the cache at 10.9 times its price; earendil-works/pi #2148. */
    @Test
    void aCallFromTheCacheIsCheap() {
        Answer answer = anthropic("flat", "\"input_tokens\":9,\"cache_read_input_tokens\":17102,\"output_tokens\":1");
        assertThat(cost(Dialect.ANTHROPIC, answer)).isEqualByComparingTo("0.010710");
    }

    /** langfuse #10592 and #12306: 35,720 tokens of input instead of 17,903. */
    @Test
    void openRoutersCachedTokensAreAPartOfThePrompt() {
        Answer answer = openAi(
                "openrouter.ai",
                "flat",
                "\"prompt_tokens\":17903,\"completion_tokens\":0,\"prompt_tokens_details\":{\"cached_tokens\":17817}");
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(17903);
        assertThat(cost(Dialect.OPENROUTER, answer)).isEqualByComparingTo("0.011243125");
    }

    /** langfuse/codex-plugin #22: under another name the cached tokens cost nothing. */
    @Test
    void cachedTokensUnderAnotherNameAreNotFree() {
        Answer answer = openAi(
                "api.together.xyz",
                "flat",
                "\"prompt_tokens\":1000000,\"completion_tokens\":0,\"cached_tokens\":1000000");
        assertThat(cost(Dialect.TOGETHER, answer)).isEqualByComparingTo("0.625");
    }

    /** langsmith-sdk #2519: 19 base tokens beside a large cache, priced at 0. */
    @Test
    void theUncachedRestIsNotLost() {
        Answer answer = anthropic("flat", "\"input_tokens\":19,\"cache_read_input_tokens\":39000,\"output_tokens\":0");
        assertThat(cost(Dialect.ANTHROPIC, answer)).isEqualByComparingTo("0.02439875");
    }

    // reasoning lost

    /** vercel/ai #6082, langfuse #16321, deepeval #2943, req_llm #336: thoughts left out of the output. */
    @Test
    void geminisThoughtsAreBilledAsOutput() {
        Answer answer = gemini("\"promptTokenCount\":10,\"candidatesTokenCount\":20,\"thoughtsTokenCount\":300,"
                + "\"totalTokenCount\":330");
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(320);
        assertThat(cost(Dialect.GEMINI, answer)).isEqualByComparingTo("0.0032125");
    }

    /** ai-tally #376: 8,150 tokens of output billed as 150. */
    @Test
    void xaisReasoningOutsideOfTheCompletionIsBilled() {
        Answer answer = openAi(
                "api.x.ai",
                "flat",
                "\"prompt_tokens\":10,\"completion_tokens\":150,\"total_tokens\":8160,"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":8000}");
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(8150);
    }

    /** one-hub #795: Google's copy of OpenAI's API hides thoughts in the total. */
    @Test
    void thoughtsHiddenInTheTotalAreOutput() {
        Answer answer = read(
                "generativelanguage.googleapis.com",
                "/v1beta/openai/chat/completions",
                "{\"id\":\"c\",\"model\":\"flat\",\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":35,"
                        + "\"completion_tokens\":12,\"total_tokens\":109}}");
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(74);
    }

    // Anthropic's streams

    private static final String STREAM =
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","
                    + "\"model\":\"flat\",\"usage\":{\"input_tokens\":10,\"cache_creation_input_tokens\":11862,"
                    + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":11862},\"output_tokens\":3}}}\n\n"
                    + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":100}}\n\n"
                    + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                    + "\"usage\":{\"input_tokens\":12,\"output_tokens\":159}}\n\n"
                    + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    /**
     * tensorzero #5481, openllmetry #4377, microsoft/agent-framework #7143, symfony/ai #2178, envoyproxy/ai-gateway
     * #2239: cumulative figures added up.
     */
    @Test
    void cumulativeFiguresOfAStreamAreNotAdded() {
        Answer answer = read("api.anthropic.com", "/v1/messages", STREAM);
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(159);
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(11874);
        assertThat(answer.usage().get(Unit.CACHE_WRITE_5M_TOKENS)).isEqualTo(11862);
    }

    /** ccusage #938: the first figure kept, 2.7 times too little. */
    @Test
    void theFirstFigureOfAStreamIsNotTheLast() {
        String cut = STREAM.substring(0, STREAM.indexOf("event: message_delta"));
        Answer answer = read("api.anthropic.com", "/v1/messages", cut);
        assertThat(answer.usage().has(Unit.OUTPUT_TOKENS))
                .as("3 is provisional")
                .isFalse();
        assertThat(answer.usageFinal()).isFalse();
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

    private static @Nullable BigDecimal cliff(Usage usage, @Nullable String tier) {
        return Prices.amount(
                BOOK, Prices.served(Prices.billable(Dialect.ANTHROPIC, null, "cliff", usage), tier, Map.of()));
    }

    /** litellm #30135, opik #6982, phoenix #14329: the threshold ignored, or cache tokens not counted towards it. */
    @Test
    void theThresholdIsOnTheWholeInput() {
        assertThat(cliff(tokens(200_000, 0, 0, 0), null)).as("not above it").isEqualByComparingTo("0.6");
        assertThat(cliff(tokens(200_001, 150_000, 50_000, 0), null)).isEqualByComparingTo("0.465006");
    }

    /** Helicone #5765: cache reads of a long request at the price of a short one, 0.072 instead of 0.144. */
    @Test
    void cacheReadsAreAboveTheThresholdToo() {
        assertThat(cliff(tokens(250_000, 240_000, 0, 0), null)).isEqualByComparingTo("0.204");
    }

    /** tokscale #862: only what lies above the threshold charged more, bucket by bucket. */
    @Test
    void aThresholdIsACliffForTheWholeRequest() {
        assertThat(cliff(tokens(300_000, 0, 0, 1000), null)).isEqualByComparingTo("1.8225");
    }

    /** litellm #30450: a tier's factor lost on cache prices above the threshold. */
    @Test
    void theTierMultipliesCachePricesAboveTheThresholdToo() {
        assertThat(cliff(tokens(250_000, 240_000, 0, 0), "priority")).isEqualByComparingTo("0.408");
    }

    // which model

    /** genai-prices #455: Azure's host pinned the provider, and marketplace models had no price. */
    @Test
    void azuresOtherModelsHaveTheirVendorsPrice() {
        assertThat(Prices.amount(
                        PriceBook.shipped(),
                        Prices.billable(
                                Dialect.AZURE, "my-claude", "claude-haiku-4-5-20251001", tokens(1_000_000, 0, 0, 0))))
                .isEqualByComparingTo("1");
    }

    /** genai-prices #520: a region before the name, and no price. hermes-agent #19797: the same with others. */
    @Test
    void aRegionBeforeTheNameIsNoOtherModel() {
        for (String name :
                new String[] {"us.amazon.nova-lite-v1:0", "eu.amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0"}) {
            assertThat(Prices.amount(
                            PriceBook.shipped(),
                            Prices.billable(Dialect.BEDROCK, name, null, tokens(1_000_000, 0, 0, 0))))
                    .as(name)
                    .isNotNull()
                    .isEqualByComparingTo("0.06");
        }
    }

    /** litellm #33170 and #35783: an alias without a date priced at 0. */
    @Test
    void anAliasWithoutADateHasAPrice() {
        assertThat(Prices.amount(
                        PriceBook.shipped(), Prices.billable(Dialect.AZURE, "x", "gpt-4o", tokens(1_000_000, 0, 0, 0))))
                .isEqualByComparingTo("2.5");
    }

    /** archestra #6938: Opus 4.8 at the price of Opus 4, and the 10 % of a region lost. */
    @Test
    void aNewerModelIsNotItsPredecessorAndARegionMayCostMore() {
        assertThat(Prices.amount(
                        PriceBook.shipped(),
                        Prices.billable(Dialect.ANTHROPIC, null, "claude-opus-4-8", tokens(1_000_000, 0, 0, 0))))
                .isEqualByComparingTo("5");
        assertThat(Prices.amount(
                        PriceBook.shipped(),
                        Prices.billable(
                                Dialect.BEDROCK,
                                "us.anthropic.claude-sonnet-5-v1:0",
                                null,
                                tokens(1_000_000, 0, 0, 0))))
                .isEqualByComparingTo("3.3");
    }

    /** archestra #6895 and #6912: an unknown model at a fallback of 50 dollars a million. */
    @Test
    void anUnknownModelHasNoPriceAtAll() {
        Priced priced = BOOK.price(Prices.billable(Dialect.OPENAI, "never-heard-of", null, tokens(10, 0, 0, 10)));
        assertThat(priced.cost()).isNull();
        assertThat(priced.unpriced()).isTrue();
    }

    // ids

    /** litellm #6633: an empty request id as the key, and all but the first request lost. */
    @Test
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
