package io.tallyspan.conformance.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import io.tallyspan.annotation.Agent;
import io.tallyspan.annotation.Customer;
import io.tallyspan.annotation.Feature;
import io.tallyspan.annotation.Step;
import io.tallyspan.langchain4j.TallyspanAgents;
import io.tallyspan.langchain4j.TallyspanLangChain4j;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** LangChain4j's models and services as beans, made as its own starters make them: nothing is said of Tallyspan. */
class LangChain4jBootTest extends SpringCases {

    /** A service whose annotations apply to it as to any bean. */
    @Agent("support")
    @Feature("chat")
    interface Support {
        @Step("answer")
        String answer(@Customer @V("customer") String customer, @UserMessage String question);
    }

    /** What LangChain4j's starters define. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        HttpClientBuilder openAiChatModelHttpClientBuilder() {
            return JdkHttpClient.builder();
        }

        @Bean
        ChatModel langChain4jChatModel(
                @Qualifier("openAiChatModelHttpClientBuilder") HttpClientBuilder http,
                @Value("${spring.ai.openai.base-url}") String url) {
            return OpenAiChatModel.builder()
                    .httpClientBuilder(http)
                    .baseUrl(url.endsWith("/v1") ? url : url + "/v1")
                    .apiKey("no-secret")
                    .modelName("gpt-4o-mini")
                    .maxRetries(0)
                    .build();
        }

        @Bean
        Support support(@Qualifier("langChain4jChatModel") ChatModel model) {
            return AiServices.create(Support.class, model);
        }
    }

    /** Wants the builder by its class. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Particular {
        @Bean
        JdkHttpClientBuilder builder() {
            return JdkHttpClient.builder();
        }
    }

    @Test
    void modelsAndServicesThatAreBeansAreAttributed() {
        ConfigurableApplicationContext context = startApplication(Application.class, "none");

        assertThat(context.getBean(Support.class).answer("acme", "hello")).isNotEmpty();

        recorder.awaitOne()
                .isEvent()
                .hasCustomer("acme")
                .hasFeature("chat")
                .hasStepPath("answer")
                .ended(Outcome.OK, Quality.REPORTED)
                .hasUsage(provider.books().observableTotal());
        assertThat(context.getBean(TallyspanLangChain4j.class)).isNotNull();
        assertThat(context.getBeansOfType(TallyspanAgents.class))
                .as("without langchain4j-agentic")
                .isEmpty();
    }

    @Test
    void aBuilderThatIsWantedByItsClassStays() {
        recorder.expectGuarded();
        ConfigurableApplicationContext context = startApplication(Particular.class, "none");

        assertThat(context.getBean(JdkHttpClientBuilder.class)).isNotNull();
    }
}
