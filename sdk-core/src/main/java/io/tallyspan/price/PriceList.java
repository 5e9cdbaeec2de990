package io.tallyspan.price;

import static java.util.Objects.requireNonNull;

import io.tallyspan.usage.Cost;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A list of prices: the shipped one, what supplements it, or a user's own. Immutable.
 *
 * @param version names the list and its date
 * @param currency the ISO 4217 code of all its prices
 * @param source what a cost computed with it is marked as
 * @param providers the providers, in order
 * @param adjustments factors for special ways of serving
 */
record PriceList(
        String version,
        String currency,
        Cost.Source source,
        Map<String, ProviderPrices> providers,
        List<Adjustment> adjustments) {

    PriceList {
        requireNonNull(version, "version");
        requireNonNull(currency, "currency");
        requireNonNull(source, "source");
        providers = Map.copyOf(providers);
        adjustments = List.copyOf(adjustments);
    }

    static Map<String, ProviderPrices> byId(List<ProviderPrices> providers) {
        return providers.stream().collect(Collectors.toMap(ProviderPrices::id, Function.identity()));
    }
}
