package io.tallyspan.spring.autoconfigure;

import io.tallyspan.Tallyspan;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builders of HTTP clients where Boot has none, as for {@code RestClient} in a reactive application: Spring AI's models
 * make theirs by themselves there, which nobody would observe. They are as bare as those.
 */
@AutoConfiguration(
        after = TallyspanAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.autoconfigure.web.client.RestClientAutoConfiguration",
            "org.springframework.boot.autoconfigure.web.reactive.function.client.WebClientAutoConfiguration",
            "org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration",
            "org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration"
        })
@ConditionalOnBean(Tallyspan.class)
@ConditionalOnClass(name = "org.springframework.ai.model.Model")
public final class TallyspanClientsAutoConfiguration {

    /** For Spring. */
    public TallyspanClientsAutoConfiguration() {}

    /** {@code RestClient}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.web.client.RestClient")
    static class Rest {
        @Bean
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        @ConditionalOnMissingBean
        RestClient.Builder tallyspanRestClientBuilder() {
            return RestClient.builder();
        }
    }

    /** {@code WebClient}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.web.reactive.function.client.WebClient")
    static class Web {
        @Bean
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        @ConditionalOnMissingBean
        WebClient.Builder tallyspanWebClientBuilder() {
            return WebClient.builder();
        }
    }
}
