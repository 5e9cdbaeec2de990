package io.tallyspan.usage;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One of several parts of a response that are billed at prices of their own, such as an entry of Anthropic's
 * {@code usage.iterations}.
 *
 * @param line the index in the provider's list, from 0
 * @param type the provider's word for the part, such as {@code message} or {@code compaction}
 * @param model the model whose price applies; null where it is the response's own
 * @param usage the counts of this part alone
 * @param cost what this part alone costs, in the currency of the whole; null where no price is known
 */
public record UsageLine(
        int line,
        String type,
        @Nullable String model,
        Usage usage,
        @Nullable BigDecimal cost) {

    /** Checks the arguments. */
    public UsageLine {
        if (line < 0) {
            throw new IllegalArgumentException("line is negative: " + line);
        }
        requireNonNull(type, "type");
        requireNonNull(usage, "usage");
    }

    /** A part that has not been priced. */
    public UsageLine(int line, String type, @Nullable String model, Usage usage) {
        this(line, type, model, usage, null);
    }

    /** The same part with its cost. */
    public UsageLine withCost(@Nullable BigDecimal newCost) {
        return new UsageLine(line, type, model, usage, newCost);
    }
}
