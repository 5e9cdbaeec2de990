package io.tallyspan.bridge.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a row costs from now on.
 *
 * @param cost null if no price is known
 * @param lines the billing lines with their costs in JSON; null if there are none
 */
public record CostUpdate(
        Entry.@Nullable Cost cost, @Nullable String lines) {}
