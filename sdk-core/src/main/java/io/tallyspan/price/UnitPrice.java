package io.tallyspan.price;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What one of a unit costs. Immutable.
 *
 * @param base the price of one, unless something below applies
 * @param tiers prices of requests whose whole input is longer than a threshold, in ascending order
 * @param by names of price dimensions, whose values joined by {@code /} choose a variant
 * @param variants prices by those values; a value that is not there costs {@link #base()}
 */
record UnitPrice(BigDecimal base, List<Tier> tiers, List<String> by, Map<String, BigDecimal> variants) {

    /** The price of one in requests whose input, cache included, is longer than {@code above} tokens. */
    record Tier(long above, BigDecimal price) {}

    UnitPrice {
        tiers = List.copyOf(tiers);
        by = List.copyOf(by);
        variants = Map.copyOf(variants);
    }

    static UnitPrice of(BigDecimal base) {
        return new UnitPrice(base, List.of(), List.of(), Map.of());
    }

    /** A threshold is a cliff: the whole request is charged at the price of the highest tier that it exceeds. */
    BigDecimal price(long inputTokens, Map<String, String> dimensions) {
        BigDecimal price = base;
        for (Tier tier : tiers) {
            if (inputTokens > tier.above()) {
                price = tier.price();
            }
        }
        if (by.isEmpty()) {
            return price;
        }
        StringBuilder values = new StringBuilder();
        for (String dimension : by) {
            values.append(values.isEmpty() ? "" : "/").append(dimensions.getOrDefault(dimension, ""));
        }
        return variants.getOrDefault(values.toString(), price);
    }
}
