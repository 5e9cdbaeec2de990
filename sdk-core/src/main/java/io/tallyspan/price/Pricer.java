package io.tallyspan.price;

import io.tallyspan.usage.Cost;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prices usage. Implementations are safe for use by several threads, do no input or output and never throw. */
public interface Pricer {

    /** A pricer that knows no price: only what providers state is a cost. */
    Pricer NONE = Priced::stated;

    /** What {@code billable} costs. */
    Priced price(Billable billable);

    /**
     * What usage beside model calls costs; null where one of the units has no price, as is so without a list of the
     * user's own.
     *
     * @param quantities by the unit's name, such as {@code gpu_minutes}
     * @param epochNanos when it was spent: prices change
     */
    default @Nullable Cost priceCustom(Map<String, BigDecimal> quantities, long epochNanos) {
        return null;
    }
}
