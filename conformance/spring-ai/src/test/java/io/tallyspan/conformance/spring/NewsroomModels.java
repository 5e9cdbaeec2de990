package io.tallyspan.conformance.spring;

import io.micrometer.observation.ObservationRegistry;
import io.tallyspan.conformance.books.ScriptedProviders;
import java.time.Duration;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.beans.factory.BeanFactory;

/** The models of {@link Newsroom}, as Spring AI 2 makes them. The module of Spring AI 1 has a class of this name. */
final class NewsroomModels {

    private static final String KEY = "no-secret";

    private final BeanFactory beans;
    private final ScriptedProviders providers;

    NewsroomModels(BeanFactory beans, ScriptedProviders providers) {
        this.beans = beans;
        this.providers = providers;
    }

    ChatModel openAi(Duration timeout) {
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
        options.baseUrl(providers.openAi().openAiUrl().toString());
        options.apiKey(KEY);
        options.model("gpt-4o-mini");
        options.timeout(timeout);
        options.maxRetries(1);
        return OpenAiChatModel.builder()
                .options(options.build())
                .observationRegistry(beans.getBean(ObservationRegistry.class))
                .build();
    }

    EmbeddingModel embedding() {
        OpenAiEmbeddingOptions.Builder options = OpenAiEmbeddingOptions.builder();
        options.baseUrl(providers.openAi().openAiUrl().toString());
        options.apiKey(KEY);
        options.model("text-embedding-3-small");
        return OpenAiEmbeddingModel.builder().options(options.build()).build();
    }

    ChatModel anthropic() {
        return AnthropicChatModel.builder()
                .options(AnthropicChatOptions.builder()
                        .baseUrl(providers.anthropic().url().toString())
                        .apiKey(KEY)
                        .model("claude-haiku-4-5")
                        .maxTokens(1_000)
                        .build())
                .observationRegistry(beans.getBean(ObservationRegistry.class))
                .build();
    }
}
