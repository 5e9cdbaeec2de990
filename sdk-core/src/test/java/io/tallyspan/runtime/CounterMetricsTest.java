package io.tallyspan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.Collection;
import org.junit.jupiter.api.Test;

class CounterMetricsTest {

    private final Counters counters = new Counters();
    private final Guard guard = new Guard(counters);

    @Test
    void everyCounterIsAMetricUntilClosed() {
        Reader reader = new Reader();
        try (SdkMeterProvider provider =
                SdkMeterProvider.builder().registerMetricReader(reader).build()) {
            CounterMetrics metrics = CounterMetrics.publish(counters, application(provider), guard);
            counters.add(Counter.EVENTS, "", 3);
            counters.add(Counter.DROPPED, "queue_full", 2);
            assertThat(reader.point("tallyspan.events").getValue()).isEqualTo(3);
            LongPointData dropped = reader.point("tallyspan.dropped");
            assertThat(dropped.getValue()).isEqualTo(2);
            assertThat(dropped.getAttributes().get(AttributeKey.stringKey("reason")))
                    .isEqualTo("queue_full");
            metrics.close();
            metrics.close();
            assertThat(reader.collect()).isEmpty();
        }
        assertThat(counters.get(Counter.GUARDED)).isZero();
    }

    @Test
    void withoutASdkNothingHappensAndNoGlobalIsSet() {
        CounterMetrics.publish(counters, GlobalOpenTelemetry.getOrNoop(), guard).close();
        assertThat(GlobalOpenTelemetry.isSet()).isFalse();
        assertThat(counters.get(Counter.GUARDED)).isZero();
    }

    private static OpenTelemetry application(MeterProvider meters) {
        return new OpenTelemetry() {
            @Override
            public TracerProvider getTracerProvider() {
                return TracerProvider.noop();
            }

            @Override
            public MeterProvider getMeterProvider() {
                return meters;
            }

            @Override
            public ContextPropagators getPropagators() {
                return ContextPropagators.noop();
            }
        };
    }

    private static final class Reader implements MetricReader {

        private CollectionRegistration registration = CollectionRegistration.noop();

        LongPointData point(String metric) {
            return collect().stream()
                    .filter(data -> data.getName().equals(metric))
                    .flatMap(data -> data.getLongSumData().getPoints().stream())
                    .findFirst()
                    .orElseThrow();
        }

        Collection<MetricData> collect() {
            return registration.collectAllMetrics();
        }

        @Override
        public void register(CollectionRegistration collectionRegistration) {
            registration = collectionRegistration;
        }

        @Override
        public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
            return AggregationTemporality.CUMULATIVE;
        }

        @Override
        public CompletableResultCode forceFlush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
