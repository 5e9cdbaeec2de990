package io.tallyspan.price;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the models of one provider cost. Immutable.
 *
 * @param id the list's name of the provider; {@code *} is any
 * @param hosts matches the beginning of the provider's URLs; null where nothing is known of them
 * @param owns the names that are this provider's models wherever they are served; null if none is for certain
 * @param fallback providers whose models this one serves at the same price
 * @param fees by the name of the unit, for all of its models unless they have a price of their own
 * @param models in the order in which they are asked
 */
record ProviderPrices(
        String id,
        @Nullable Pattern hosts,
        @Nullable Clause owns,
        List<String> fallback,
        Map<String, UnitPrice> fees,
        List<ModelPrices> models) {

    /** Stands for any provider. */
    static final String ANY = "*";

    ProviderPrices {
        fallback = List.copyOf(fallback);
        fees = Map.copyOf(fees);
        models = List.copyOf(models);
    }

    @Nullable
    ModelPrices model(String name) {
        for (ModelPrices model : models) {
            if (model.match().matches(name)) {
                return model;
            }
        }
        return null;
    }
}
