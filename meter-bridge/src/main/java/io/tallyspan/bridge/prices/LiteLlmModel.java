package io.tallyspan.bridge.prices;

import io.tallyspan.usage.Unit;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The prices of one model.
 *
 * @param provider the provider's id in our lists
 * @param id the model's name
 * @param prices by unit, then by the threshold above which a price holds; 0 is the base price. For one of the unit
 */
record LiteLlmModel(String provider, String id, Map<Unit, SortedMap<Integer, BigDecimal>> prices) {

    LiteLlmModel(String provider, String id) {
        this(provider, id, new EnumMap<>(Unit.class));
    }

    void add(LiteLlmKey key, BigDecimal price) {
        prices.computeIfAbsent(key.unit(), unit -> new TreeMap<>()).put(key.aboveTokens(), price);
    }

    /** Whether nothing that it prices costs anything: a placeholder as often as a gift. */
    boolean isFree() {
        return prices.values().stream()
                .flatMap(tiers -> tiers.values().stream())
                .allMatch(price -> price.signum() == 0);
    }
}
