package io.tallyspan.spring.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.tallyspan.Tallyspan;
import io.tallyspan.spring.ToolSteps;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Tool executions as steps. Boot's observation registry, which comes with its actuator, finds the handler; where there
 * is none, there is one that serves nothing but this.
 */
@AutoConfiguration(
        after = TallyspanAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration"
        },
        beforeName = "org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration")
@ConditionalOnClass(
        name = {
            "io.micrometer.observation.ObservationHandler",
            "org.springframework.ai.tool.observation.ToolCallingObservationContext"
        })
@ConditionalOnBean(Tallyspan.class)
public final class TallyspanToolsAutoConfiguration {

    /** For Spring. */
    public TallyspanToolsAutoConfiguration() {}

    /** Opens a step for each execution. */
    @Bean
    @ConditionalOnMissingBean
    public ToolSteps tallyspanToolSteps(Tallyspan tallyspan) {
        return new ToolSteps(tallyspan);
    }

    /** For applications without Boot's. */
    @Bean
    @ConditionalOnMissingBean
    public ObservationRegistry tallyspanObservationRegistry(ToolSteps toolSteps) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(toolSteps);
        return registry;
    }
}
