package io.tallyspan.price;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a special way of serving, such as a tier or a speed, multiplies prices by. Immutable. */
final class Factors {

    /** What providers call the ordinary tier, speed and place. */
    private static final Set<String> ORDINARY = Set.of(
            "default",
            "standard",
            "auto",
            "on_demand",
            "on-demand",
            "standard_only",
            "global",
            "not_available",
            "normal");

    /** Dimensions whose unknown values make the price unknown. */
    private static final Set<String> DECISIVE = Set.of("speed", "inference_geo", "latency");

    private final List<PriceList> lists;

    Factors(List<PriceList> lists) {
        this.lists = lists;
    }

    /** What the special way in which the request was served multiplies prices by; null if nobody knows. */
    @Nullable
    BigDecimal of(Billable billable, String providerId, String modelId) {
        Map<String, String> special = new LinkedHashMap<>(billable.dimensions());
        special.keySet().retainAll(DECISIVE);
        if (billable.serviceTier() != null) {
            special.put(Adjustment.TIER, billable.serviceTier());
        }
        BigDecimal factor = BigDecimal.ONE;
        for (Map.Entry<String, String> way : special.entrySet()) {
            String value = way.getValue().toLowerCase(Locale.ROOT);
            BigDecimal here = adjustment(providerId, modelId, way.getKey(), value);
            if (here == null && !ORDINARY.contains(value)) {
                return null;
            }
            factor = here == null ? factor : factor.multiply(here);
        }
        return factor;
    }

    private @Nullable BigDecimal adjustment(String providerId, String modelId, String dimension, String value) {
        for (PriceList list : lists) {
            for (Adjustment adjustment : list.adjustments()) {
                if (adjustment.isFor(providerId, modelId, dimension, value)) {
                    return adjustment.factor();
                }
            }
        }
        return null;
    }
}
