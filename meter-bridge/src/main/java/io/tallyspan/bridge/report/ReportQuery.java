package io.tallyspan.bridge.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to the ledger. Immutable.
 *
 * @param by the dimensions to group by, in the order of the columns
 * @param run only this run; null for all
 * @param from only attempts that began then or later; null for no bound
 * @param to only attempts that began earlier; null for no bound
 */
public record ReportQuery(
        List<String> by,
        @Nullable String run,
        @Nullable Instant from,
        @Nullable Instant to) {

    /**
     * Copies the dimensions and checks them.
     *
     * @throws IllegalArgumentException if there is none, or one that is unknown; it names the nearest right one
     */
    public ReportQuery {
        by = List.copyOf(by);
        if (by.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing to group by: there are " + String.join(", ", Dimension.names()));
        }
        Dimension.named(by);
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("nothing can lie between " + from + " and " + to);
        }
    }

    /** Groups all that is in the ledger. */
    public static ReportQuery by(String... dimensions) {
        return new ReportQuery(List.of(dimensions), null, null, null);
    }

    /** The same for one run only. */
    public ReportQuery ofRun(String runId) {
        return new ReportQuery(by, runId, from, to);
    }
}
