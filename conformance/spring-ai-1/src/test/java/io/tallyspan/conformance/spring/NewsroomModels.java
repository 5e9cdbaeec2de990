package io.tallyspan.conformance.spring;

import io.micrometer.observation.ObservationRegistry;
import io.tallyspan.conformance.books.ScriptedProviders;
import java.time.Duration;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.anthropic.api.AnthropicApi;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.ai.openai.api.OpenAiApi;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.ai.retry.TransientAiException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** The models of the newsroom of the newest Spring AI's tests, in whose place this class is loaded. */
final class NewsroomModels {

    private static final String KEY = "no-secret";
    private static final RetryTemplate ONE_RETRY = RetryTemplate.builder()
            .maxAttempts(2)
            .retryOn(TransientAiException.class)
            .retryOn(NonTransientAiException.class)
            .retryOn(ResourceAccessException.class)
            .fixedBackoff(Duration.ofMillis(10))
            .build();

    private final BeanFactory beans;
    private final ScriptedProviders providers;

    NewsroomModels(BeanFactory beans, ScriptedProviders providers) {
        this.beans = beans;
        this.providers = providers;
    }

    ChatModel openAi(Duration timeout) {
        return OpenAiChatModel.builder()
                .openAiApi(openAiApi(timeout))
                .defaultOptions(OpenAiChatOptions.builder()
                        .model("gpt-4o-mini")
                        .streamUsage(true)
                        .build())
                .retryTemplate(ONE_RETRY)
                .toolCallingManager(beans.getBean(ToolCallingManager.class))
                .observationRegistry(beans.getBean(ObservationRegistry.class))
                .build();
    }

    EmbeddingModel embedding() {
        return new OpenAiEmbeddingModel(
                openAiApi(Duration.ofSeconds(60)),
                MetadataMode.EMBED,
                OpenAiEmbeddingOptions.builder().model("text-embedding-3-small").build(),
                ONE_RETRY);
    }

    ChatModel anthropic() {
        return AnthropicChatModel.builder()
                .anthropicApi(AnthropicApi.builder()
                        .baseUrl(providers.anthropic().url().toString())
                        .apiKey(KEY)
                        .restClientBuilder(rest(Duration.ofSeconds(60)))
                        .webClientBuilder(beans.getBean(WebClient.Builder.class))
                        .build())
                .defaultOptions(AnthropicChatOptions.builder()
                        .model("claude-haiku-4-5")
                        .maxTokens(1_000)
                        .build())
                .retryTemplate(ONE_RETRY)
                .toolCallingManager(beans.getBean(ToolCallingManager.class))
                .observationRegistry(beans.getBean(ObservationRegistry.class))
                .build();
    }

    private OpenAiApi openAiApi(Duration timeout) {
        return OpenAiApi.builder()
                .baseUrl(providers.openAi().url().toString())
                .apiKey(KEY)
                .restClientBuilder(rest(timeout))
                .webClientBuilder(beans.getBean(WebClient.Builder.class))
                .build();
    }

    private RestClient.Builder rest(Duration timeout) {
        JdkClientHttpRequestFactory transport = new JdkClientHttpRequestFactory();
        transport.setReadTimeout(timeout);
        return beans.getBean(RestClient.Builder.class).requestFactory(transport);
    }
}
