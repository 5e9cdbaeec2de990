package io.tallyspan.price;

import io.tallyspan.usage.Cost;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.UsageLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What pricing has come to.
 *
 * @param cost null where no price is known, or no count to multiply it with
 * @param lines the billing lines, each with its cost where its price is known
 * @param unpriced whether a price is missing: there is something to bill, and no price list knows the model or one of
 *     its units
 */
public record Priced(@Nullable Cost cost, List<UsageLine> lines, boolean unpriced) {

    /** Copies the lines. */
    public Priced {
        lines = List.copyOf(lines);
    }

    /** What the provider itself states, and nothing else. */
    static Priced stated(Billable billable) {
        if (billable.charge() == null) {
            return new Priced(null, billable.lines(), !billable.usage().isEmpty());
        }
        boolean lowerBound = billable.quality() != Quality.REPORTED;
        Cost cost = new Cost(
                billable.charge().amount(), billable.charge().currency(), Cost.Source.PROVIDER, null, null, lowerBound);
        return new Priced(cost, billable.lines(), false);
    }
}
