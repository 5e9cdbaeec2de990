package io.tallyspan.price;

import static io.tallyspan.price.Prices.amount;
import static io.tallyspan.price.Prices.billable;
import static io.tallyspan.price.Prices.book;
import static io.tallyspan.price.Prices.served;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Cost;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.StatedCharge;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceBookTest {

    private static final PriceBook SHIPPED = PriceBook.shipped();

    private static Usage tokens(long input, long output) {
        return Usage.builder()
                .set(Unit.INPUT_TOKENS, input)
                .set(Unit.OUTPUT_TOKENS, output)
                .build();
    }

    private static long nanos(String instant) {
        return TimeUnit.MILLISECONDS.toNanos(Instant.parse(instant).toEpochMilli());
    }

    @Test
    void eachBucketHasItsPriceAndTheSumIsExact() {
        Usage usage = tokens(1000, 200).toBuilder()
                .set(Unit.CACHE_READ_TOKENS, 700)
                .set(Unit.CACHE_WRITE_TOKENS, 100)
                .set(Unit.CACHE_WRITE_1H_TOKENS, 40)
                .setServerTool("web_search", 3)
                .build();
        Billable billable = billable(Dialect.ANTHROPIC, "claude-sonnet-4-5", "claude-sonnet-4-5-20250929", usage);
        PriceQuote quote = requireNonNull(SHIPPED.quote(billable));
        assertThat(quote.items().stream().map(item -> item.unit() + " " + item.quantity()))
                .containsExactly(
                        "input_tokens 200",
                        "cache_read_tokens 700",
                        "cache_write_tokens 60",
                        "cache_write_1h_tokens 40",
                        "output_tokens 200",
                        "server_tool.web_search 3");
        // 200*3 + 700*0.3 + 60*3.75 + 40*6 + 200*15 millionths, and three searches at a cent
        assertThat(amount(SHIPPED, billable)).isEqualByComparingTo("0.034275");
        assertThat(quote.model()).isEqualTo("claude-sonnet-4-5");
        assertThat(quote.version()).startsWith("genai-prices-2026-08-21+overlay-");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-31T23:59:59Z, 0.000012",
        "2026-09-01T00:00:00Z, 0.000018",
    })
    void thePriceIsThatOfTheRequestsTime(String time, String expected) {
        Billable billable = Prices.at(
                billable(Dialect.ANTHROPIC, null, "claude-sonnet-5", tokens(1, 1)),
                "api.anthropic.com",
                nanos(time),
                Quality.REPORTED,
                null);
        assertThat(amount(SHIPPED, billable)).isEqualByComparingTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-23T00:29:59Z, 0.135", "2026-11-23T00:30:00Z, 0.27", "2026-11-23T16:30:00Z, 0.135"})
    void thePriceMayDependOnTheTimeOfDay(String time, String perMillion) {
        Billable billable = Prices.at(
                billable(Dialect.DEEPSEEK, null, "deepseek-chat", tokens(1_000_000, 0)),
                "api.deepseek.com",
                nanos(time),
                Quality.REPORTED,
                null);
        assertThat(amount(SHIPPED, billable)).isEqualByComparingTo(perMillion);
    }

    @ParameterizedTest
    @CsvSource({
        "AZURE, my-deployment, gpt-4o-2024-08-06, 2.5",
        "AZURE, my-deployment, claude-haiku-4-5-20251001, 1",
        "BEDROCK, us.anthropic.claude-sonnet-5-v1:0, claude-3-sonnet-28k-20240229, 3.3",
        "BEDROCK, global.anthropic.claude-sonnet-5-v1:0, , 3",
        "GEMINI, models/gemini-2.5-flash, , 0.3",
        "OPENAI, gpt-4o, gpt-4o-2099-01-01, 2.5",
        "LITELLM, anthropic/claude-haiku-4-5, , 1",
        "LITELLM, gpt-4o, , 2.5",
        "VERTEX, claude-haiku-4-5@20251001, , 1"
    })
    void modelsAreFoundUnderTheNamesThatProvidersUse(Dialect dialect, String request, String response, String input) {
        assertThat(amount(SHIPPED, billable(dialect, request, response, tokens(1_000_000, 0))))
                .isEqualByComparingTo(input);
    }

    @ParameterizedTest
    @CsvSource({"OPENAI, no-such-model", "COMPATIBLE, gpt-4o", "OLLAMA, llama3", "AZURE, gpt-4o", "WRITER, palmyra-x4"})
    void whatNobodyKnowsHasNoPriceAndNeverZero(Dialect dialect, String request) {
        Priced priced = SHIPPED.price(billable(dialect, request, null, tokens(10, 10)));
        assertThat(priced.cost()).isNull();
        assertThat(priced.unpriced()).isTrue();
    }

    @Test
    void usageThatIsUnknownIsNoMissingPrice() {
        Priced priced = SHIPPED.price(billable(Dialect.OPENAI, "gpt-4o", null, Usage.UNKNOWN));
        assertThat(priced.cost()).isNull();
        assertThat(priced.unpriced()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, gpt-4o, batch, 1.25",
        "OPENAI, gpt-4o, flex, 1.25",
        "OPENAI, gpt-4o, priority, 4.25",
        "OPENAI, gpt-4o, default, 2.5",
        "GROQ, llama-3.1-8b-instant, on_demand, 0.05",
        "ANTHROPIC, claude-haiku-4-5, batch, 0.5"
    })
    void theTierMultipliesThePricesOfTokens(Dialect dialect, String model, String tier, String input) {
        Billable billable = billable(dialect, model, null, tokens(1_000_000, 0));
        assertThat(amount(SHIPPED, served(billable, tier, Map.of()))).isEqualByComparingTo(input);
    }

    @Test
    void aTierOrSpeedThatNobodyHasAPriceForIsUnpriced() {
        Billable billable = billable(Dialect.OPENAI, "gpt-3.5-turbo", null, tokens(10, 10));
        assertThat(SHIPPED.price(served(billable, "priority", Map.of())).unpriced())
                .isTrue();
        Billable fast = billable(Dialect.ANTHROPIC, "claude-haiku-4-5", null, tokens(10, 10));
        assertThat(SHIPPED.price(served(fast, null, Map.of("speed", "fast"))).unpriced())
                .isTrue();
    }

    @Test
    void geographyAndSpeedMultiply() {
        Billable billable = billable(Dialect.ANTHROPIC, null, "claude-opus-4-6", tokens(1_000_000, 0));
        BigDecimal plain = requireNonNull(amount(SHIPPED, billable));
        assertThat(amount(SHIPPED, served(billable, "standard", Map.of("inference_geo", "us", "speed", "fast"))))
                .isEqualByComparingTo(plain.multiply(new BigDecimal("6.6")));
    }

    @Test
    void linesArePricedAtTheirOwnModels() {
        List<UsageLine> lines = List.of(
                new UsageLine(0, "message", "claude-haiku-4-5", tokens(1_000_000, 0)),
                new UsageLine(1, "advisor_message", "claude-opus-4-5", tokens(1_000_000, 0)));
        Billable whole = new Billable(
                Dialect.ANTHROPIC,
                null,
                "chat",
                null,
                "claude-haiku-4-5",
                null,
                Map.of(),
                tokens(2_000_000, 0).toBuilder().setServerTool("web_search", 1).build(),
                lines,
                Quality.REPORTED,
                null,
                Prices.NOW);
        Priced priced = SHIPPED.price(whole);
        assertThat(priced.lines().get(0).cost()).isEqualByComparingTo("1");
        assertThat(priced.lines().get(1).cost()).isEqualByComparingTo("5");
        assertThat(requireNonNull(priced.cost()).amount()).isEqualByComparingTo("6.01");
    }

    @Test
    void theProvidersChargeWinsAndOursStandsBeside() {
        Billable billable = Prices.at(
                billable(Dialect.XAI, null, "grok-4", tokens(1_000_000, 0)),
                "api.x.ai",
                Prices.NOW,
                Quality.REPORTED,
                StatedCharge.usd(new BigDecimal("2.99")));
        Cost cost = requireNonNull(SHIPPED.price(billable).cost());
        assertThat(cost.source()).isEqualTo(Cost.Source.PROVIDER);
        assertThat(cost.amount()).isEqualByComparingTo("2.99");
        assertThat(cost.catalogAmount()).isNotNull();
        assertThat(cost.priceVersion()).isNull();
    }

    @Test
    void whatIsBelowReportedIsALowerBound() {
        Billable billable = Prices.at(
                billable(Dialect.OPENAI, "gpt-4o", null, tokens(10, 10)), "h", Prices.NOW, Quality.PARTIAL, null);
        assertThat(requireNonNull(SHIPPED.price(billable).cost()).lowerBound()).isTrue();
    }

    @Test
    void partsThatExceedTheirWholeAreBelievedAndFlagged() {
        Usage usage =
                tokens(39, 27).toBuilder().set(Unit.CACHE_READ_TOKENS, 992).build();
        PriceBook own = book(
                "{\"version\":\"v\",\"providers\":[{\"id\":\"cohere\",\"models\":[{\"id\":\"m\",\"prices\":[{"
                        + "\"per_million\":{\"input_tokens\":\"1\",\"cache_read_tokens\":\"0.1\",\"output_tokens\":\"2\"}}]}]}]}");
        Cost cost = requireNonNull(
                own.price(billable(Dialect.COHERE, "m", null, usage)).cost());
        assertThat(cost.amount()).isEqualByComparingTo("0.0001532");
        assertThat(cost.lowerBound()).isTrue();
        assertThat(cost.source()).isEqualTo(Cost.Source.OVERRIDE);
        assertThat(cost.priceVersion()).isEqualTo("v");
    }

    @Test
    void modelsWithoutTokensAreBilledByWhatTheyMake() {
        assertThat(amount(
                        SHIPPED,
                        billable(
                                Dialect.OPENAI,
                                "omni-moderation-latest",
                                null,
                                Usage.builder().set(Unit.REQUESTS, 1).build())))
                .as("free is a price of zero")
                .isEqualByComparingTo("0");
        Billable images = billable(
                Dialect.OPENAI,
                "dall-e-3",
                null,
                Usage.builder().set(Unit.IMAGES, 2).build());
        assertThat(amount(SHIPPED, served(images, null, Map.of("image_size", "1024x1792", "image_quality", "hd"))))
                .isEqualByComparingTo("0.24");
        assertThat(amount(
                        SHIPPED,
                        billable(
                                Dialect.OPENAI,
                                "tts-1",
                                null,
                                Usage.builder().set(Unit.CHARACTERS, 2000).build())))
                .isEqualByComparingTo("0.03");
        assertThat(amount(
                        SHIPPED,
                        billable(
                                Dialect.OPENAI,
                                "whisper-1",
                                null,
                                Usage.builder()
                                        .setFraction(Unit.AUDIO_SECONDS, 37)
                                        .build())))
                .isEqualByComparingTo("0.0037");
        assertThat(SHIPPED.price(billable(
                                Dialect.OPENAI,
                                "gpt-4o",
                                null,
                                Usage.builder().set(Unit.IMAGES, 1).build()))
                        .unpriced())
                .as("a unit without a price")
                .isTrue();
    }

    @Test
    void perplexitysFeeDependsOnTheSearchContext() {
        Billable billable = billable(Dialect.PERPLEXITY, "sonar", null, tokens(1_000_000, 0));
        assertThat(amount(SHIPPED, served(billable, null, Map.of("search_context_size", "high"))))
                .isEqualByComparingTo("1.012");
        assertThat(amount(SHIPPED, served(billable, null, Map.of("search_context_size", "low"))))
                .isEqualByComparingTo("1.005");
    }

    @Test
    void aListOfTheUsersWinsAndMayPriceAnything() {
        PriceBook own = book("""
                {"version":"acme-1","providers":[
                  {"id":"*","models":[{"id":"llama3","match":{"starts_with":"llama3"},"prices":[
                    {"per_million":{"input_tokens":"0.01","output_tokens":"0.02"}}]}]},
                  {"id":"openai","models":[{"id":"gpt-4o","prices":[{"per_million":{"input_tokens":"2","output_tokens":"8"}}]}]}]}
                """);
        assertThat(amount(own, billable(Dialect.OLLAMA, "llama3:8b", null, tokens(1_000_000, 0))))
                .isEqualByComparingTo("0.01");
        assertThat(amount(own, billable(Dialect.OPENAI, "gpt-4o", null, tokens(1_000_000, 0))))
                .isEqualByComparingTo("2");
        assertThat(amount(own, billable(Dialect.OPENAI, "gpt-5", null, tokens(1_000_000, 0))))
                .isEqualByComparingTo("1.25");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"version\":\"v\",\"providers\":{}}",
                "{\"providers\":[]}",
                "{\"version\":\"v\",\"providers\":[{\"id\":\"p\",\"models\":[{\"id\":\"m\"}]}]}",
                "{\"version\":\"v\",\"providers\":[{\"id\":\"p\",\"models\":[{\"id\":\"m\",\"prices\":[{\"per_million\":"
                        + "{\"input_tokens\":\"-1\"}}]}]}]}",
                "{\"version\":\"v\",\"providers\":[{\"id\":\"p\",\"models\":[{\"id\":\"m\",\"match\":{\"like\":\"x\"},"
                        + "\"prices\":[{\"each\":{\"images\":\"1\"}}]}]}]}",
                "{\"version\":"
            })
    void aListThatIsNoneIsRefusedWithItsName(String list) {
        assertThatThrownBy(() -> book(list))
                .isInstanceOf(PriceListException.class)
                .hasMessageContaining("test.json");
    }

    @Test
    void pricesWrittenInCodeWin() {
        PriceOverrides overrides = PriceOverrides.builder("contract")
                .model("openai", "gpt-4o", Map.of("input_tokens", new BigDecimal("2"), "output_tokens", BigDecimal.ONE))
                .model(
                        "openai",
                        "gpt-4o",
                        LocalDate.of(2026, 11, 23),
                        Map.of("input_tokens", new BigDecimal("0.5"), "output_tokens", BigDecimal.ZERO))
                .build();
        PriceBook book = SHIPPED.withOverrides(overrides);
        Billable before = Prices.at(
                billable(Dialect.OPENAI, "gpt-4o", "gpt-4o-2024-08-06", tokens(1000, 10)),
                "api.openai.com",
                nanos("2026-11-22T23:59:59Z"),
                Quality.REPORTED,
                null);
        assertThat(amount(book, before)).isEqualByComparingTo("0.00201");
        Billable after = billable(Dialect.OPENAI, "gpt-4o", "gpt-4o-2024-08-06", tokens(1000, 10));
        assertThat(amount(book, after)).isEqualByComparingTo("0.0005");
        assertThat(requireNonNull(book.quote(after)).source()).isEqualTo(Cost.Source.OVERRIDE);
        assertThat(requireNonNull(book.quote(after)).version()).isEqualTo("contract");
        assertThat(amount(book, billable(Dialect.OPENAI, "gpt-4.1", "gpt-4.1", tokens(1, 1))))
                .as("what it does not name stays as it was")
                .isEqualByComparingTo(
                        requireNonNull(amount(SHIPPED, billable(Dialect.OPENAI, "gpt-4.1", "gpt-4.1", tokens(1, 1)))));
    }

    @Test
    void wrongPricesInCodeAreRefusedAtOnce() {
        PriceOverrides.Builder builder = PriceOverrides.builder("contract");
        assertThatThrownBy(() -> builder.model("openai", "gpt-4o", Map.of("input_tokens", new BigDecimal("-1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input_tokens")
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> builder.model("openai", "gpt-4o", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.currency("dollars")).hasMessageContaining("'dollars'");
    }
}
