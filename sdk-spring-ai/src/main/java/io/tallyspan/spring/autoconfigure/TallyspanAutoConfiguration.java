package io.tallyspan.spring.autoconfigure;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.tallyspan.Tallyspan;
import io.tallyspan.TallyspanBuilder;
import io.tallyspan.spring.AnnotatedBeans;
import io.tallyspan.spring.ObservedClients;
import io.tallyspan.spring.ObservedModels;
import io.tallyspan.usage.UsageListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * A {@link Tallyspan} from the properties of {@code docs/configuration.md}, with which every model that is a bean is
 * observed and the annotations apply to every bean. Nothing is registered globally. {@code tallyspan.enabled=false}
 * leaves all of it out.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "tallyspan.enabled", matchIfMissing = true)
public final class TallyspanAutoConfiguration {

    /** For Spring. */
    public TallyspanAutoConfiguration() {}

    /** The application's instance. Its counters are metrics of the application's OpenTelemetry, if it is a bean. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    public Tallyspan tallyspan(
            ConfigurableEnvironment environment,
            ObjectProvider<OpenTelemetry> telemetry,
            ObjectProvider<UsageListener> listeners,
            ObjectProvider<TallyspanBuilderCustomizer> customizers) {
        TallyspanBuilder builder = Tallyspan.builder();
        new EnvironmentSettings(environment).apply(builder);
        telemetry.ifUnique(builder::openTelemetry);
        listeners.orderedStream().forEach(builder::listener);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    /** Observes models. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ObservedModels tallyspanObservedModels(ObjectProvider<Tallyspan> tallyspan) {
        return new ObservedModels(tallyspan::getObject);
    }

    /** Observes the HTTP clients of models without an SDK. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ObservedClients tallyspanObservedClients(ObjectProvider<Tallyspan> tallyspan) {
        return new ObservedClients(tallyspan::getObject);
    }

    /** Lets annotations apply. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = "org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor")
    static class Annotations {
        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static AnnotatedBeans tallyspanAnnotatedBeans(ObjectProvider<Tallyspan> tallyspan) {
            return new AnnotatedBeans(tallyspan::getObject);
        }
    }

    /** Puts customer, feature, step and run on the application's own spans, where Spring Boot makes its SDK. */
    @Bean
    SpanProcessor tallyspanSpanProcessor(ObjectProvider<Tallyspan> tallyspan) {
        return new LateSpanProcessor(tallyspan::getObject);
    }
}
