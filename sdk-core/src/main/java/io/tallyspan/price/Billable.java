package io.tallyspan.price;

import static java.util.Objects.requireNonNull;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.StatedCharge;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a price depends on: the same for a response that has just come and for a row of the ledger that is priced again.
 *
 * @param dialect the wire family
 * @param host the server's name, as asked; null if unknown
 * @param operation the value of {@code gen_ai.operation.name}
 * @param requestModel the model asked for
 * @param responseModel the model that answered
 * @param serviceTier the tier that was used, as the provider names it
 * @param dimensions what else decides the price: {@code speed}, {@code inference_geo}, {@code image_size}, ...
 * @param usage the counts; sums over {@code lines} where there are any
 * @param lines the billing lines, where there are several; else empty
 * @param quality how good the counts are
 * @param charge what the provider says it charges, if it does
 * @param epochNanos when the request was made: prices change
 */
public record Billable(
        Dialect dialect,
        @Nullable String host,
        String operation,
        @Nullable String requestModel,
        @Nullable String responseModel,
        @Nullable String serviceTier,
        Map<String, String> dimensions,
        Usage usage,
        List<UsageLine> lines,
        Quality quality,
        @Nullable StatedCharge charge,
        long epochNanos) {

    /** Checks the arguments and copies the collections. */
    public Billable {
        requireNonNull(dialect, "dialect");
        requireNonNull(operation, "operation");
        dimensions = Map.copyOf(dimensions);
        requireNonNull(usage, "usage");
        lines = List.copyOf(lines);
        requireNonNull(quality, "quality");
    }
}
