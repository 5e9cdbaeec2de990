package io.tallyspan.spring.autoconfigure;

import dev.langchain4j.http.client.HttpClientBuilder;
import io.tallyspan.Tallyspan;
import io.tallyspan.langchain4j.TallyspanLangChain4j;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Observes every builder of LangChain4j's HTTP clients that is a bean. */
final class LangChain4jBuilders implements BeanPostProcessor {

    private static final String PLACE = "LangChain4j's HTTP clients";

    private final Supplier<Tallyspan> tallyspan;
    private final ConfigurableListableBeanFactory beans;

    LangChain4jBuilders(Supplier<Tallyspan> tallyspan, ConfigurableListableBeanFactory beans) {
        this.tallyspan = tallyspan;
        this.beans = beans;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof HttpClientBuilder builder)) {
            return bean;
        }
        Tallyspan reported = tallyspan.get();
        return reported.guard().ask(PLACE, () -> observed(builder, name, reported), () -> bean);
    }

    private Object observed(HttpClientBuilder builder, String name, Tallyspan reported) {
        Class<?> declared = declared(name);
        if (declared != null && !declared.isInterface()) {
            throw new IllegalStateException("The bean " + name + " is declared as " + declared.getName()
                    + " and cannot be replaced by an observed one. Declare it as " + HttpClientBuilder.class.getName()
                    + ", or build the model with TallyspanLangChain4j.wrap(builder)");
        }
        return TallyspanLangChain4j.create(reported).wrap(builder);
    }

    private @Nullable Class<?> declared(String name) {
        return beans.containsBeanDefinition(name)
                ? beans.getMergedBeanDefinition(name).getResolvableType().resolve()
                : null;
    }
}
