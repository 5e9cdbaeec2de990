package io.tallyspan.usage;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One of several parts of a response that are billed at prices of their own, such as an entry of Anthropic's
 * {@code usage.iterations}.
 *
 * @param line the index in the provider's list, from 0
 * @param type the provider's word for the part, such as {@code message} or {@code compaction}
 * @param model the model whose price applies; null where it is the response's own
 * @param usage the counts of this part alone
 */
public record UsageLine(int line, String type, @Nullable String model, Usage usage) {

    /** Checks the arguments. */
    public UsageLine {
        if (line < 0) {
            throw new IllegalArgumentException("line is negative: " + line);
        }
        requireNonNull(type, "type");
        requireNonNull(usage, "usage");
    }
}
