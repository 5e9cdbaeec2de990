package io.tallyspan.conformance.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.tallyspan.conformance.books.ScriptedProviders;
import io.tallyspan.langchain4j.TallyspanLangChain4j;
import java.time.Duration;
import java.util.List;

/** The models of the books test: observed, and with a naive listener. */
record BooksModels(
        ChatModel openAi,
        ChatModel impatient,
        StreamingChatModel openAiStreaming,
        EmbeddingModel embedding,
        ChatModel anthropic,
        StreamingChatModel anthropicStreaming) {

    private static final String KEY = "no-secret";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IMPATIENCE = Duration.ofSeconds(1);

    static BooksModels of(TallyspanLangChain4j observed, ScriptedProviders providers, ChatModelListener listener) {
        return new BooksModels(
                openAi(observed, providers, listener).timeout(PATIENCE).build(),
                openAi(observed, providers, listener)
                        .timeout(IMPATIENCE)
                        .maxRetries(1)
                        .build(),
                OpenAiStreamingChatModel.builder()
                        .httpClientBuilder(http(observed))
                        .baseUrl(providers.openAi().openAiUrl().toString())
                        .apiKey(KEY)
                        .modelName("gpt-4o-mini")
                        .timeout(PATIENCE)
                        .listeners(List.of(listener))
                        .build(),
                OpenAiEmbeddingModel.builder()
                        .httpClientBuilder(http(observed))
                        .baseUrl(providers.openAi().openAiUrl().toString())
                        .apiKey(KEY)
                        .modelName("text-embedding-3-small")
                        .build(),
                AnthropicChatModel.builder()
                        .httpClientBuilder(http(observed))
                        .baseUrl(providers.anthropic().openAiUrl().toString())
                        .apiKey(KEY)
                        .modelName("claude-haiku-4-5")
                        .listeners(List.of(listener))
                        .build(),
                AnthropicStreamingChatModel.builder()
                        .httpClientBuilder(http(observed))
                        .baseUrl(providers.anthropic().openAiUrl().toString())
                        .apiKey(KEY)
                        .modelName("claude-haiku-4-5")
                        .listeners(List.of(listener))
                        .build());
    }

    private static OpenAiChatModel.OpenAiChatModelBuilder openAi(
            TallyspanLangChain4j observed, ScriptedProviders providers, ChatModelListener listener) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(http(observed))
                .baseUrl(providers.openAi().openAiUrl().toString())
                .apiKey(KEY)
                .modelName("gpt-4o-mini")
                .listeners(List.of(listener));
    }

    private static HttpClientBuilder http(TallyspanLangChain4j observed) {
        return observed.httpClientBuilder();
    }
}
