package io.tallyspan.spring.autoconfigure;

import io.tallyspan.Tallyspan;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** {@code /actuator/tallyspan}, where the application exposes it. */
@AutoConfiguration(before = TallyspanAutoConfiguration.class)
@ConditionalOnClass(
        name = "org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint")
@ConditionalOnProperty(name = "tallyspan.enabled", matchIfMissing = true)
public final class TallyspanEndpointAutoConfiguration {

    /** For Spring. */
    public TallyspanEndpointAutoConfiguration() {}

    /** Remembers the last events. */
    @Bean
    @ConditionalOnAvailableEndpoint(endpoint = TallyspanEndpoint.class)
    LastEvents tallyspanLastEvents() {
        return new LastEvents();
    }

    /** Shows them. */
    @Bean
    @ConditionalOnAvailableEndpoint(endpoint = TallyspanEndpoint.class)
    TallyspanEndpoint tallyspanEndpoint(ObjectProvider<Tallyspan> tallyspan, LastEvents events) {
        return new TallyspanEndpoint(tallyspan::getObject, events);
    }
}
