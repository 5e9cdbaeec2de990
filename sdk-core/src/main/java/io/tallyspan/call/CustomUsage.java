package io.tallyspan.call;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.tallyspan.attribution.CallOrigin;
import io.tallyspan.id.EventId;
import io.tallyspan.id.EventIds;
import io.tallyspan.usage.AttemptSource;
import io.tallyspan.usage.Cost;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageRecord;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the application spent beside its model calls: a quantity of a unit of its own, checked. Immutable.
 *
 * @param unit the unit's name
 * @param quantity how much of it
 * @param key the application's idempotency key; null without one
 */
record CustomUsage(
        String unit, BigDecimal quantity, @Nullable String key) {

    private static final Pattern UNIT = Pattern.compile("[a-z][a-z0-9_.]{0,63}");
    /** What a ledger takes: sums of it stay exact. */
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000L);

    private static final int MOST_DECIMALS = 30;
    /** Joins the fields of a name that is hashed, and so may be in none of them. */
    private static final char SEPARATOR = '\u001f';

    CustomUsage {
        if (!UNIT.matcher(unit).matches()) {
            throw new IllegalArgumentException("the unit '" + unit + "' is no name: use up to 64 lower-case letters,"
                    + " digits, '_' and '.', a letter first, such as gpu_minutes");
        }
        if (quantity.signum() < 0 || quantity.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "the quantity of " + unit + " is " + quantity + ": give one from 0 to " + MOST);
        }
        if (quantity.stripTrailingZeros().scale() > MOST_DECIMALS) {
            throw new IllegalArgumentException("the quantity of " + unit + " is " + quantity + ": give one with up to "
                    + MOST_DECIMALS + " decimal places");
        }
        if (key != null && key.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException("the key of " + unit
                    + " contains the character U+001F, which separates the fields of an event id: leave it out");
        }
        key = key == null || key.isEmpty() ? null : key;
    }

    void report(ObserverParts parts, CallResolver calls, Reporter reporter, Context context) {
        CallOrigin origin = parts.attributor().origin(context);
        ModelCall call = calls.start(canonicalForm(), origin);
        UsageRecord.Attempt attempt = call.nextAttempt(RetryMarker.NONE, AttemptSource.WRAPPER);
        EventId eventId = key == null
                ? new EventId(EventIds.attempt(call.id(), attempt.number()), 3)
                : new EventId(EventIds.custom(unit, key), EventId.KEYED);
        SpanContext parent = Span.fromContext(context).getSpanContext();
        Usage usage = Usage.builder().setCustom(unit, quantity).build();
        long now = parts.time().epochNanos();
        reporter.report(new UsageRecord(
                eventId,
                attempt,
                origin.attribution(),
                UsageRecord.Exchange.NONE,
                Outcome.OK,
                Quality.REPORTED,
                usage,
                List.of(),
                cost(parts, usage, now),
                parts.spanIn(parent),
                parent,
                now,
                now,
                false));
    }

    /** No key, no difference: the occurrence tells equal ones apart. */
    private String canonicalForm() {
        return key == null ? "custom\n" + unit : "custom\n" + unit + '\n' + key;
    }

    private static @Nullable Cost cost(ObserverParts parts, Usage usage, long now) {
        Cost cost = parts.guard().askOrNull("price", () -> parts.pricer().priceCustom(usage.custom(), now));
        if (cost == null) {
            parts.unpriced().seen(usage.custom().keySet());
        }
        return cost;
    }
}
