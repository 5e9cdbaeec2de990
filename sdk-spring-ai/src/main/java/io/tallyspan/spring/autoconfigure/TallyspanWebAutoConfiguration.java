package io.tallyspan.spring.autoconfigure;

import io.tallyspan.Tallyspan;
import io.tallyspan.spring.InboundServletFilter;
import io.tallyspan.spring.InboundWebFilter;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Filters that say who asks, behind those of Spring Security. {@code tallyspan.spring.web=false} leaves them out. */
@AutoConfiguration(after = TallyspanAutoConfiguration.class)
@ConditionalOnBean(Tallyspan.class)
@ConditionalOnProperty(name = "tallyspan.spring.web", matchIfMissing = true)
public final class TallyspanWebAutoConfiguration {

    /** Spring Security's filters have -100. */
    private static final String ORDER = "${tallyspan.spring.web-filter-order:-50}";

    /** For Spring. */
    public TallyspanWebAutoConfiguration() {}

    /** Servlet applications. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(
            name = {
                "org.springframework.web.filter.OncePerRequestFilter",
                "org.springframework.boot.web.servlet.FilterRegistrationBean"
            })
    static class Servlet {
        @Bean
        FilterRegistrationBean<InboundServletFilter> tallyspanInboundFilter(
                Tallyspan tallyspan, @Value(ORDER) int order) {
            FilterRegistrationBean<InboundServletFilter> registration =
                    new FilterRegistrationBean<>(new InboundServletFilter(tallyspan));
            registration.setOrder(order);
            registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
            return registration;
        }
    }

    /** Reactive applications. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass(name = {"org.springframework.web.server.WebFilter", "io.micrometer.context.ContextRegistry"})
    static class Reactive {
        @Bean
        InboundWebFilter tallyspanInboundFilter(Tallyspan tallyspan, @Value(ORDER) int order) {
            return new InboundWebFilter(tallyspan, order);
        }
    }
}
