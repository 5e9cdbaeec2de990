package io.tallyspan.price;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prices of a model for a time. Immutable.
 *
 * @param from the first day, in UTC; null if they always held
 * @param dailyFrom the time of day, in UTC, from which they hold; null if all day
 * @param dailyTo the time of day at which they end
 * @param prices by the name of the unit
 */
record DatedPrices(
        @Nullable LocalDate from,
        @Nullable LocalTime dailyFrom,
        @Nullable LocalTime dailyTo,
        Map<String, UnitPrice> prices) {

    DatedPrices {
        prices = Map.copyOf(prices);
    }

    boolean isConstrained() {
        return from != null || dailyFrom != null;
    }

    boolean holdAt(Instant time) {
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        if (from != null && utc.toLocalDate().isBefore(from)) {
            return false;
        }
        if (dailyFrom == null || dailyTo == null) {
            return true;
        }
        LocalTime now = utc.toLocalTime();
        boolean started = !now.isBefore(dailyFrom);
        boolean ended = !now.isBefore(dailyTo);
        return dailyFrom.isBefore(dailyTo) ? started && !ended : started || !ended;
    }
}
