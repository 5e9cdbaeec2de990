package io.tallyspan.bridge.ledger;

import static java.util.Objects.requireNonNull;

import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger, as far as its price depends on it.
 *
 * @param startNanos when the attempt began, in nanoseconds since the epoch
 * @param operation the value of {@code gen_ai.operation.name}; null where no model was called
 * @param dialect the wire family's name
 * @param requestModel the model asked for
 * @param responseModel the model that answered
 * @param tier the service tier that was used
 * @param server the host
 * @param quality the quality's name
 * @param usage the counts, without those in {@code otherUnits}
 * @param otherUnits a JSON object with the quantities of other units, as texts; null if there are none
 * @param lines the billing lines in JSON; null if there are none
 * @param attributes all attributes of the record, as a JSON object
 * @param cost what the ledger says it costs
 */
public record PricedRow(
        long startNanos,
        @Nullable String operation,
        @Nullable String dialect,
        @Nullable String requestModel,
        @Nullable String responseModel,
        @Nullable String tier,
        @Nullable String server,
        String quality,
        Usage usage,
        @Nullable String otherUnits,
        @Nullable String lines,
        String attributes,
        Entry.@Nullable Cost cost) {

    /** Checks the arguments. */
    public PricedRow {
        requireNonNull(quality, "quality");
        requireNonNull(usage, "usage");
        requireNonNull(attributes, "attributes");
    }
}
