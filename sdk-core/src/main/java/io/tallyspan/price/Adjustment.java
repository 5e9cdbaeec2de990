package io.tallyspan.price;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A factor on the prices of tokens where a request was served in a special way. Immutable.
 *
 * @param provider the list's name of the provider
 * @param models the models it is for; null for all
 * @param dimension {@code service_tier} or a price dimension, such as {@code speed}
 * @param values the values for which it holds
 * @param factor what the prices of tokens are multiplied by
 */
record Adjustment(String provider, @Nullable Clause models, String dimension, List<String> values, BigDecimal factor) {

    /** The dimension that the response's tier is. */
    static final String TIER = "service_tier";

    Adjustment {
        requireNonNull(dimension, "dimension");
        values = List.copyOf(values);
    }

    boolean isFor(String providerId, String modelId, String atDimension, String value) {
        return provider.equals(providerId)
                && dimension.equals(atDimension)
                && values.contains(value)
                && (models == null || models.matches(modelId));
    }
}
