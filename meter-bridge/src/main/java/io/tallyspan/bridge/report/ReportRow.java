package io.tallyspan.bridge.report;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One group of a report. Immutable.
 *
 * @param dimensions the values that make the group, by dimension, in the order asked for; a value is null where the
 *     records do not say
 * @param events usage events: event ids
 * @param attempts attempts, billed or not
 * @param calls calls: distinct call ids
 * @param duplicates records refused because the ledger had them
 * @param conflicts records kept aside because they contradict the one in the ledger
 * @param unpriced events without a cost although their usage is known: a price is missing
 * @param unknown events without a cost whose usage is not known, in no unit: no price is missing
 * @param units sums by unit; a unit that no record of the group states is absent, never 0
 * @param cost the exact sum of the costs; null if none of the events has one
 * @param currency the currency of {@code cost}; null with it
 */
public record ReportRow(
        Map<String, @Nullable String> dimensions,
        long events,
        long attempts,
        long calls,
        long duplicates,
        long conflicts,
        long unpriced,
        long unknown,
        Map<String, BigDecimal> units,
        @Nullable BigDecimal cost,
        @Nullable String currency) {

    /** Copies the maps, keeping their order. */
    public ReportRow {
        dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions));
        units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
    }

    /** A dimension's value; null where the records do not say. */
    public @Nullable String dimension(String name) {
        return dimensions.get(name);
    }

    /** A unit's sum; null if no record states it. */
    public @Nullable BigDecimal unit(String name) {
        return units.get(name);
    }
}
