package io.tallyspan.usage;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * What a provider says, in its answer, that it charges for it: xAI, OpenRouter and Perplexity do, and gateways such as
 * LiteLLM's.
 *
 * @param amount the exact amount, not negative, in units of the currency
 * @param currency the ISO 4217 code, such as {@code USD}
 */
public record StatedCharge(BigDecimal amount, String currency) {

    /** Checks the arguments. */
    public StatedCharge {
        requireNonNull(amount, "amount");
        requireNonNull(currency, "currency");
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("the charge is negative: " + amount);
        }
    }

    /** A charge in US dollars. */
    public static StatedCharge usd(BigDecimal amount) {
        return new StatedCharge(amount, "USD");
    }
}
