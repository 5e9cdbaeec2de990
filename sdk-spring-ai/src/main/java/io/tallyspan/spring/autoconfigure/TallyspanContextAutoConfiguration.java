package io.tallyspan.spring.autoconfigure;

import io.micrometer.context.ContextRegistry;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.Attributions;
import io.tallyspan.spring.ReactorAttribution;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import reactor.core.publisher.Hooks;

/** Attribution goes along to Spring's task executors ({@code @Async}, MVC's own) and through reactive streams. */
@AutoConfiguration(
        after = TallyspanAutoConfiguration.class,
        beforeName = "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration")
@ConditionalOnBean(Tallyspan.class)
public final class TallyspanContextAutoConfiguration {

    /** For Spring. */
    public TallyspanContextAutoConfiguration() {}

    /** Takes the context of whoever hands a task to Boot's executor along. */
    @Bean
    @ConditionalOnMissingBean(TaskDecorator.class)
    public TaskDecorator tallyspanTaskDecorator() {
        return Attributions::wrap;
    }

    /** Reactor. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = {"reactor.core.publisher.Hooks", "io.micrometer.context.ContextRegistry"})
    @ConditionalOnProperty(name = "tallyspan.spring.reactor", matchIfMissing = true)
    static class Reactor {
        @Bean
        InitializingBean tallyspanReactorPropagation() {
            return () -> {
                ReactorAttribution.register(ContextRegistry.getInstance());
                Hooks.enableAutomaticContextPropagation();
            };
        }
    }
}
