package io.tallyspan.spring.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Micrometer meters of tokens and cost. {@code tallyspan.spring.metrics=false} leaves them out. */
@AutoConfiguration(before = TallyspanAutoConfiguration.class)
@ConditionalOnClass(name = "io.micrometer.core.instrument.MeterRegistry")
@ConditionalOnProperty(
        name = {"tallyspan.enabled", "tallyspan.spring.metrics"},
        matchIfMissing = true)
public final class TallyspanMetricsAutoConfiguration {

    /** For Spring. */
    public TallyspanMetricsAutoConfiguration() {}

    /** Counts. */
    @Bean
    UsageMeters tallyspanUsageMeters(
            ObjectProvider<MeterRegistry> registries,
            @Value("${tallyspan.spring.metrics-max-values:100}") int maxValues) {
        return new UsageMeters(registries, maxValues);
    }
}
