package io.tallyspan.spring;

import io.tallyspan.Tallyspan;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Observes what is built by every {@code RestClient.Builder} and {@code WebClient.Builder} that is a bean, Spring
 * Boot's among them: the clients of the models that are not built on a vendor's SDK. It comes after all customizers, so
 * that it sees what is really sent.
 */
public final class ObservedClients implements BeanPostProcessor {

    private static final boolean REST = isPresent("org.springframework.web.client.RestClient");
    private static final boolean WEB = isPresent("org.springframework.web.reactive.function.client.WebClient");

    private final Supplier<Tallyspan> tallyspan;

    /**
     * {@code tallyspan} is asked for with the first request: the application's telemetry, which it is made of, may need
     * a client first.
     */
    public ObservedClients(Supplier<Tallyspan> tallyspan) {
        this.tallyspan = SingletonSupplier.of(tallyspan);
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, ObservedClients.class.getClassLoader());
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (REST) {
            Rest.observe(bean, tallyspan);
        }
        if (WEB) {
            Web.observe(bean, tallyspan);
        }
        return bean;
    }

    /** Loaded only where {@code spring-web} is. */
    private static final class Rest {
        static void observe(Object bean, Supplier<Tallyspan> tallyspan) {
            if (bean instanceof RestClient.Builder builder) {
                Supplier<ObservedRestCalls> calls = SingletonSupplier.of(() -> new ObservedRestCalls(tallyspan.get()));
                builder.requestInterceptor(
                        (request, body, execution) -> calls.get().intercept(request, body, execution));
            }
        }
    }

    /** Loaded only where {@code spring-webflux} is. */
    private static final class Web {
        static void observe(Object bean, Supplier<Tallyspan> tallyspan) {
            if (bean instanceof WebClient.Builder builder) {
                Supplier<ObservedWebCalls> calls = SingletonSupplier.of(() -> new ObservedWebCalls(tallyspan.get()));
                builder.filter((request, next) -> calls.get().filter(request, next));
            }
        }
    }
}
