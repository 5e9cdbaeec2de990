package io.tallyspan.spring.autoconfigure;

import io.tallyspan.Tallyspan;
import io.tallyspan.langchain4j.TallyspanAgents;
import io.tallyspan.langchain4j.TallyspanLangChain4j;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/**
 * LangChain4j in Spring Boot, where {@code tallyspan-langchain4j} is there: every builder of LangChain4j's HTTP clients
 * that is a bean is observed, as LangChain4j's own starters have one for each model.
 */
@AutoConfiguration(after = TallyspanAutoConfiguration.class)
@ConditionalOnClass(
        name = {"io.tallyspan.langchain4j.TallyspanLangChain4j", "dev.langchain4j.http.client.HttpClientBuilder"})
@ConditionalOnBean(Tallyspan.class)
public final class TallyspanLangChain4jAutoConfiguration {

    /** For Spring. */
    public TallyspanLangChain4jAutoConfiguration() {}

    /** Observes what models are built with. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LangChain4jBuilders tallyspanLangChain4jBuilders(
            ObjectProvider<Tallyspan> tallyspan, ConfigurableListableBeanFactory beans) {
        return new LangChain4jBuilders(tallyspan::getObject, beans);
    }

    /** For models, services and retrievers that are made in code. */
    @Bean
    @ConditionalOnMissingBean
    public TallyspanLangChain4j tallyspanLangChain4j(Tallyspan tallyspan) {
        return TallyspanLangChain4j.create(tallyspan);
    }

    /** Agents. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "dev.langchain4j.agentic.observability.AgentListener")
    static class Agents {
        @Bean
        @ConditionalOnMissingBean
        TallyspanAgents tallyspanAgents(Tallyspan tallyspan) {
            return TallyspanAgents.create(tallyspan);
        }
    }
}
