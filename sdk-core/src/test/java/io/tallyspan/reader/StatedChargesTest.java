package io.tallyspan.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.id.Dialect;
import io.tallyspan.price.Billable;
import io.tallyspan.price.PriceBook;
import io.tallyspan.price.PriceQuote;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.StatedCharge;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What providers say that they charge, beside what the price list says: recorded answers. */
class StatedChargesTest {

    private static final Set<Dialect> STATING = Set.of(Dialect.XAI, Dialect.OPENROUTER, Dialect.PERPLEXITY);

    /** Why the list has another figure than the provider, or none: by dialect, model and charge. */
    private static final Map<String, String> EXPLAINED = Map.of(
            "openrouter null 0.00010625", "a transcript: the list prices no transcripts of OpenRouter",
            "openrouter text-embedding-3-small 0.00000014", "the list has no embeddings of OpenRouter",
            "openrouter rerank-2.5-lite 0.00000034", "the list has no rankings of OpenRouter",
            "openrouter openai/gpt-5.6-sol 0.025265", "the model is newer than the list",
            "openrouter openai/gpt-oss-20b 0.0000113", "routed to a dearer host of the same model",
            "perplexity pplx-embed-v1-0.6b 0.000000028", "the list has no embeddings of Perplexity",
            "xai null 0.02", "an image: the answer names no model, and the list has no images of xAI",
            "xai grok-4.5 0.0000123456", "a figure made up for a test suite, not xAI's");

    /** When the price list was made; recordings do not say when they were. */
    private static final long THEN =
            OffsetDateTime.parse("2026-08-21T12:00:00Z").toEpochSecond() * 1_000_000_000L;

    @Test
    void statedChargesAreReadAndComparedWithTheList() {
        Map<String, List<String>> rows = new TreeMap<>();
        int equal = 0;
        int stated = 0;
        List<String> unexplained = new ArrayList<>();
        for (Corpus.Entry entry : Corpus.entries()) {
            Endpoint endpoint = CorpusTest.endpoint(entry);
            if (endpoint == null || !STATING.contains(endpoint.dialect())) {
                continue;
            }
            Answer answer = CorpusTest.read(endpoint, entry, entry.body(), null);
            StatedCharge charge = answer.charge();
            if (charge == null) {
                continue;
            }
            stated++;
            BigDecimal expected = expectedCharge(entry);
            if (expected != null) {
                assertThat(charge.amount()).as(entry.toString()).isEqualByComparingTo(expected);
            }
            PriceQuote quote = PriceBook.shipped()
                    .quote(new Billable(
                            endpoint.dialect(),
                            URI.create(entry.text("url")).getHost(),
                            endpoint.operation(),
                            entry.request().model(),
                            answer.responseModel(),
                            answer.serviceTier(),
                            answer.priceDimensions(),
                            answer.usage(),
                            answer.lines(),
                            Quality.REPORTED,
                            null,
                            THEN));
            boolean same = quote != null && quote.amount().compareTo(charge.amount()) == 0;
            equal += same ? 1 : 0;
            String key = endpoint.dialect().wireName() + " " + answer.responseModel() + " "
                    + charge.amount().toPlainString();
            String reason = EXPLAINED.get(key);
            if (!same && reason == null) {
                unexplained.add(entry + ": " + key + ", list " + quote);
            }
            rows.computeIfAbsent(endpoint.dialect().wireName(), dialect -> new ArrayList<>())
                    .add(String.format(
                            Locale.ROOT,
                            "%-34s stated %-12s list %-12s %s",
                            answer.responseModel(),
                            charge.amount().toPlainString(),
                            quote == null
                                    ? "-"
                                    : quote.amount().round(new MathContext(6)).toPlainString(),
                            same ? "equal" : reason));
        }
        rows.forEach((dialect, lines) ->
                lines.forEach(line -> System.out.printf("stated charges, %-10s %s%n", dialect, line)));
        System.out.printf("stated charges: %d, %d equal to the list's figure%n", stated, equal);
        assertThat(unexplained).isEmpty();
        assertThat(stated).isGreaterThan(5);
        assertThat(equal).isGreaterThan(3);
    }

    private static @Nullable BigDecimal expectedCharge(Corpus.Entry entry) {
        var usage = entry.expected().path("usage");
        if (usage.path("cost_in_usd_ticks").asLong() > 0) {
            return new BigDecimal(usage.path("cost_in_usd_ticks").asText()).movePointLeft(10);
        }
        return usage.path("cost").isNumber() ? new BigDecimal(usage.path("cost").asText()) : null;
    }
}
