package io.tallyspan.price;

import static java.util.Objects.requireNonNull;

import io.tallyspan.usage.Cost;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A list of prices: the shipped one, what supplements it, or a user's own. Immutable.
 *
 * @param version names the list and its date
 * @param currency the ISO 4217 code of all its prices
 * @param source what a cost computed with it is marked as
 * @param providers the providers, in order
 * @param adjustments factors for special ways of serving
 * @param custom prices of what the application records beside model calls
 */
record PriceList(
        String version,
        String currency,
        Cost.Source source,
        Map<String, ProviderPrices> providers,
        List<Adjustment> adjustments,
        List<DatedPrices> custom) {

    PriceList {
        requireNonNull(version, "version");
        requireNonNull(currency, "currency");
        requireNonNull(source, "source");
        providers = Map.copyOf(providers);
        adjustments = List.copyOf(adjustments);
        custom = List.copyOf(custom);
    }

    /**
     * What one of a custom unit costs at a time: of several prices that hold the last one counts; null if none does.
     */
    @Nullable
    BigDecimal customPrice(String unit, Instant time) {
        for (int i = custom.size() - 1; i >= 0; i--) {
            UnitPrice price = custom.get(i).prices().get(unit);
            if (price != null && custom.get(i).holdAt(time)) {
                return price.base();
            }
        }
        return null;
    }

    static Map<String, ProviderPrices> byId(List<ProviderPrices> providers) {
        return providers.stream().collect(Collectors.toMap(ProviderPrices::id, Function.identity()));
    }
}
