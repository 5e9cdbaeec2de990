package io.tallyspan.spring.autoconfigure;

import io.tallyspan.Tallyspan;
import io.tallyspan.spring.ObservedRestCalls;
import io.tallyspan.spring.ObservedWebCalls;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Observes the HTTP clients that Boot builds: those of the models that are not built on a vendor's SDK. */
@AutoConfiguration(after = TallyspanAutoConfiguration.class)
@ConditionalOnBean(Tallyspan.class)
public final class TallyspanClientsAutoConfiguration {

    /** For Spring. */
    public TallyspanClientsAutoConfiguration() {}

    /** {@code RestClient}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.restclient.RestClientCustomizer")
    static class Rest {
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        RestClientCustomizer tallyspanRestClientCustomizer(Tallyspan tallyspan) {
            ObservedRestCalls calls = new ObservedRestCalls(tallyspan);
            return builder -> builder.requestInterceptor(calls);
        }
    }

    /** {@code WebClient}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {
                "org.springframework.boot.webclient.WebClientCustomizer",
                "org.springframework.web.reactive.function.client.WebClient"
            })
    static class Web {
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        WebClientCustomizer tallyspanWebClientCustomizer(Tallyspan tallyspan) {
            ObservedWebCalls calls = new ObservedWebCalls(tallyspan);
            return builder -> builder.filter(calls);
        }
    }
}
