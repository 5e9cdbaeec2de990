package io.tallyspan.examples.stage;

import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One attempt as the ledger holds it; see {@code docs/attributes.md}. An attempt without event id was not billed. */
public record LedgerRow(
        @Nullable String eventId,
        String callId,
        int attempt,
        String runId,
        String executionId,
        String customer,
        String feature,
        String stepPath,
        String dialect,
        String model,
        Outcome outcome,
        int status,
        Quality quality,
        Usage usage,
        @Nullable BigDecimal cost,
        long duplicates,
        long conflicts) {

    /** Whether it was billed. */
    public boolean isEvent() {
        return eventId != null;
    }

    /** Whether it was billed with figures. */
    public boolean isReported() {
        return isEvent() && quality == Quality.REPORTED;
    }
}
