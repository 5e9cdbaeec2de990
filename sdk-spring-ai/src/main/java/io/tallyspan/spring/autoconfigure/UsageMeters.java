package io.tallyspan.spring.autoconfigure;

import static java.util.Objects.requireNonNullElse;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.tallyspan.usage.Cost;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.UsageListener;
import io.tallyspan.usage.UsageRecord;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Micrometer counters of what is spent: {@code tallyspan.usage} by unit, {@code tallyspan.cost} by currency and
 * {@code tallyspan.attempts} by outcome and quality, each with provider, model and feature. Customers, users, runs and
 * steps are in no tag, for there is no end of them; of models and features there are at most so many values, and
 * {@code other}. Replays and redeliveries are counted by the ledger only, not here.
 */
final class UsageMeters implements UsageListener {

    private static final String OTHER = "other";
    private static final String NONE = "none";

    private final ObjectProvider<MeterRegistry> registries;
    private final int maxValues;
    private final Map<String, Set<String>> values = new ConcurrentHashMap<>();

    UsageMeters(ObjectProvider<MeterRegistry> registries, int maxValues) {
        this.registries = registries;
        this.maxValues = maxValues;
    }

    @Override
    public void onUsage(UsageRecord record) {
        registries.orderedStream().forEach(registry -> count(registry, record));
    }

    private void count(MeterRegistry registry, UsageRecord record) {
        Tags tags = Tags.of(
                Tag.of(
                        "provider",
                        record.exchange().dialect() == null
                                ? NONE
                                : record.exchange().dialect().wireName()),
                Tag.of(
                        "model",
                        bounded(
                                "model",
                                record.exchange().responseModel() == null
                                        ? record.exchange().requestModel()
                                        : record.exchange().responseModel())),
                Tag.of("feature", bounded("feature", record.attribution().feature())));
        registry.counter(
                        "tallyspan.attempts",
                        tags.and(
                                "outcome",
                                record.outcome().wireName(),
                                "quality",
                                record.quality().name().toLowerCase(Locale.ROOT)))
                .increment();
        if (!record.isEvent()) {
            return;
        }
        for (Unit unit : Unit.values()) {
            Number count = unit.isFractional() ? null : record.usage().get(unit);
            if (count != null && count.doubleValue() > 0) {
                registry.counter("tallyspan.usage", tags.and("unit", unit.unitName()))
                        .increment(count.doubleValue());
            }
        }
        Cost cost = record.cost();
        if (cost != null) {
            registry.counter("tallyspan.cost", tags.and("currency", cost.currency()))
                    .increment(cost.amount().doubleValue());
        }
    }

    private String bounded(String tag, @Nullable String value) {
        String text = requireNonNullElse(value, NONE);
        Set<String> known = values.computeIfAbsent(tag, unused -> ConcurrentHashMap.newKeySet());
        if (known.contains(text) || (known.size() < maxValues && known.add(text))) {
            return text;
        }
        return OTHER;
    }
}
