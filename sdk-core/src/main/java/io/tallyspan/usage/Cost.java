package io.tallyspan.usage;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Money owed to the model's vendor for one response. Advice, not identity: it is in no id and no digest, and can be
 * computed again. A response whose model has no price has no cost, which is not the same as a cost of 0.
 *
 * @param amount the exact amount, not negative, in units of the currency; not rounded
 * @param currency the ISO 4217 code, such as {@code USD}
 * @param source where the amount comes from
 * @param priceVersion the version of the price list; null where the provider stated the amount
 * @param catalogAmount what the price list says, where the provider stated the amount itself and the list knows the
 *     model
 * @param lowerBound whether usage is missing that would make it more
 */
public record Cost(
        BigDecimal amount,
        String currency,
        Source source,
        @Nullable String priceVersion,
        @Nullable BigDecimal catalogAmount,
        boolean lowerBound) {

    /** Where an amount comes from. */
    public enum Source {
        /** The provider's answer states it. */
        PROVIDER,
        /** Computed from the shipped prices. */
        CATALOG,
        /** Computed from prices of the user's own. */
        OVERRIDE;

        /** The value of {@code tallyspan.cost.source}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the arguments. */
    public Cost {
        requireNonNull(amount, "amount");
        requireNonNull(currency, "currency");
        requireNonNull(source, "source");
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("the cost is negative: " + amount);
        }
    }
}
