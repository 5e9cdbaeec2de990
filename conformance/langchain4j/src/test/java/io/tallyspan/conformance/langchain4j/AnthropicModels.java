package io.tallyspan.conformance.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitRequests;

/** Of {@code langchain4j-anthropic}. */
final class AnthropicModels implements LangChain4jKitClient.Models {

    @Override
    public ChatModel chat(ClientSetup setup, HttpClientBuilder http) {
        return AnthropicChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(setup.url() + "/v1")
                .apiKey("no-secret")
                .modelName(KitRequests.ANTHROPIC_MODEL)
                .maxTokens(1_000)
                .timeout(setup.timeout())
                .maxRetries(setup.retries())
                .customHeaders(setup.headers())
                .build();
    }

    @Override
    public StreamingChatModel streaming(ClientSetup setup, HttpClientBuilder http) {
        return AnthropicStreamingChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(setup.url() + "/v1")
                .apiKey("no-secret")
                .modelName(KitRequests.ANTHROPIC_MODEL)
                .maxTokens(1_000)
                .timeout(setup.timeout())
                .customHeaders(setup.headers())
                .build();
    }

    @Override
    public EmbeddingModel embedding(ClientSetup setup, HttpClientBuilder http) {
        throw new UnsupportedOperationException("Anthropic makes no embeddings");
    }
}
