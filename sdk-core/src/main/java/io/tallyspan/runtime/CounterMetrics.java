package io.tallyspan.runtime;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.tallyspan.semconv.TallyspanAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes {@link Counters} as OpenTelemetry metrics: an observable counter for each {@link Counter}, under
 * {@link Counter#metricName()}, split by {@link Counter#label()}. Figures are read when the application's meter
 * provider collects; nothing happens in between. Closing takes the metrics back.
 */
public final class CounterMetrics implements AutoCloseable {

    private final List<AutoCloseable> instruments;
    private final Guard guard;

    private CounterMetrics(List<AutoCloseable> instruments, Guard guard) {
        this.instruments = List.copyOf(instruments);
        this.guard = guard;
    }

    /**
     * Publishes through the meter provider of {@code openTelemetry}. To use the application's global instance without
     * ever creating one, pass {@link io.opentelemetry.api.GlobalOpenTelemetry#getOrNoop()}.
     */
    public static CounterMetrics publish(Counters counters, OpenTelemetry openTelemetry, Guard guard) {
        requireNonNull(counters, "counters");
        requireNonNull(openTelemetry, "openTelemetry");
        requireNonNull(guard, "guard");
        List<AutoCloseable> instruments = new ArrayList<>();
        guard.run("metrics", () -> {
            Meter meter = openTelemetry.getMeter(TallyspanAttributes.SCOPE_NAME);
            for (Counter counter : Counter.values()) {
                instruments.add(meter.counterBuilder(counter.metricName())
                        .buildWithCallback(out -> guard.run("metrics", () -> observe(counters, counter, out))));
            }
        });
        return new CounterMetrics(instruments, guard);
    }

    private static void observe(Counters counters, Counter counter, ObservableLongMeasurement out) {
        String label = counter.label();
        if (label == null) {
            out.record(counters.get(counter));
        } else {
            AttributeKey<String> key = AttributeKey.stringKey(label);
            counters.byLabelValue(counter).forEach((value, count) -> out.record(count, Attributes.of(key, value)));
        }
    }

    /** Takes the metrics back; the counters themselves go on. A second call does nothing. */
    @Override
    public void close() {
        for (AutoCloseable instrument : instruments) {
            guard.run("metrics", instrument::close);
        }
    }
}
