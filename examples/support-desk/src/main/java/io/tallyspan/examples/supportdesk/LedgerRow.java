package io.tallyspan.examples.supportdesk;

import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One attempt as the ledger holds it; see {@code docs/attributes.md}. An attempt without event id was not billed. */
record LedgerRow(
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

    boolean isEvent() {
        return eventId != null;
    }

    boolean isReported() {
        return isEvent() && quality == Quality.REPORTED;
    }

    /** Whose seed it was that the fake provider answered to. */
    String seed() {
        return executionId + '/' + stepPath;
    }
}
