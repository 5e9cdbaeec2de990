package io.tallyspan.price;

import static java.util.Objects.requireNonNull;

import io.tallyspan.usage.Cost;
import java.math.BigDecimal;
import java.util.List;

/**
 * How a price list arrives at an amount, line by line. Immutable.
 *
 * @param provider the list's name of the provider
 * @param model the list's name of the model
 * @param version the list's version
 * @param source whether the list is the shipped one or a user's own
 * @param currency the ISO 4217 code of the amounts
 * @param factor what the prices of tokens were multiplied by: tier, speed, geography
 * @param items what was counted and what one costs
 * @param contradictory whether the provider's counts contradict each other, so that a part was more than the whole
 */
public record PriceQuote(
        String provider,
        String model,
        String version,
        Cost.Source source,
        String currency,
        BigDecimal factor,
        List<Item> items,
        boolean contradictory) {

    /** Checks the arguments and copies the items. */
    public PriceQuote {
        requireNonNull(provider, "provider");
        requireNonNull(model, "model");
        requireNonNull(version, "version");
        requireNonNull(source, "source");
        requireNonNull(currency, "currency");
        requireNonNull(factor, "factor");
        items = List.copyOf(items);
    }

    /** The exact sum of the items. */
    public BigDecimal amount() {
        return items.stream().map(Item::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * One bucket: tokens that no other item counts, or another unit.
     *
     * @param unit the name of the unit, such as {@code cache_read_tokens}
     * @param quantity how many
     * @param unitPrice what one costs, factors included
     * @param amount their exact product
     */
    public record Item(String unit, BigDecimal quantity, BigDecimal unitPrice, BigDecimal amount) {

        /** Checks the arguments. */
        public Item {
            requireNonNull(unit, "unit");
            requireNonNull(quantity, "quantity");
            requireNonNull(unitPrice, "unitPrice");
            requireNonNull(amount, "amount");
        }
    }
}
