package io.tallyspan.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** A template becomes a price list by writing prices into it, and by nothing less. */
class PriceTemplateTest {

    private static final Usage EVERYTHING = Usage.builder()
            .set(Unit.INPUT_TOKENS, 1_000_000)
            .set(Unit.OUTPUT_TOKENS, 500_000)
            .set(Unit.CACHE_READ_TOKENS, 100_000)
            .set(Unit.CACHE_WRITE_TOKENS, 50_000)
            .set(Unit.CACHE_WRITE_5M_TOKENS, 50_000)
            .set(Unit.IMAGES, 2)
            .setFraction(Unit.AUDIO_SECONDS, 1.5)
            .setServerTool("web_search", 3)
            .build();

    private static Billable billable(Dialect dialect, String model, Usage usage) {
        return Prices.billable(dialect, "asked-for", model, usage);
    }

    @Test
    void filledInItPricesWhatItWasMadeFor() {
        Billable unpriced = billable(Dialect.COMPATIBLE, "house \"model\" \\ 7", EVERYTHING);
        assertThat(PriceBook.shipped().price(unpriced).unpriced()).isTrue();

        BigDecimal cost = Prices.amount(Prices.book(PriceTemplate.of(unpriced).replace("?", "2")), unpriced);

        // 1.5 million tokens at 2, and 2 images, 1.5 seconds and 3 searches at 2 each
        assertThat(cost).isEqualByComparingTo("16");
    }

    @Test
    void everyDialectFindsItsTemplate() {
        for (Dialect dialect : Dialect.values()) {
            Billable unpriced = billable(dialect, "never-heard-of", EVERYTHING);
            assertThat(Prices.amount(Prices.book(PriceTemplate.of(unpriced).replace("?", "2")), unpriced))
                    .as(dialect.wireName())
                    .isEqualByComparingTo("16");
        }
    }

    @Test
    void leftAsItIsItIsRefused() {
        String template = PriceTemplate.of(billable(Dialect.OPENAI, "m", EVERYTHING));
        assertThatThrownBy(() -> Prices.book(template))
                .isInstanceOf(PriceListException.class)
                .hasMessageContaining("model 'm' of provider 'openai'")
                .hasMessageContaining("?");
    }

    @Test
    void itNamesOnlyTheUnitsThatWereUsed() {
        Usage embedding = Usage.builder().set(Unit.INPUT_TOKENS, 5).build();
        assertThat(PriceTemplate.of(billable(Dialect.VOYAGE, "voyage-9", embedding)))
                .isEqualTo("{\"version\":\"mine-1\",\"currency\":\"USD\",\"providers\":[{\"id\":\"voyage\",\"models\":["
                        + "{\"id\":\"voyage-9\",\"prices\":[{\"per_million\":{\"input_tokens\":\"?\"}}]}]}]}");
    }
}
