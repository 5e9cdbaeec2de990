package io.tallyspan.spring;

import io.tallyspan.Tallyspan;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Observes every model that is a bean. A model that cannot be observed stays as it is, with a warning: an application
 * must start without its telemetry.
 */
public final class ObservedModels implements BeanPostProcessor {

    private static final String PLACE = "Spring AI's models";

    private final Supplier<Tallyspan> tallyspan;
    private volatile @Nullable ModelClients clients;

    /** {@code tallyspan} is asked for with the first model. */
    public ObservedModels(Supplier<Tallyspan> tallyspan) {
        this.tallyspan = tallyspan;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (ModelClients.isCandidate(bean)) {
            Tallyspan reported = tallyspan.get();
            reported.guard().run(PLACE, () -> clients(reported).observe(bean));
        }
        return bean;
    }

    private ModelClients clients(Tallyspan reported) {
        ModelClients known = clients;
        if (known == null) {
            known = new ModelClients(reported);
            clients = known;
        }
        return known;
    }
}
