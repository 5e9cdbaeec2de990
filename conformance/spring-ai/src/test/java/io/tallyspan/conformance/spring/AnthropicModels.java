package io.tallyspan.conformance.spring;

import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitRequests;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;

/** Of {@code spring-ai-anthropic}. */
final class AnthropicModels implements SpringAiKitClient.Models {

    @Override
    public ChatModel chat(ClientSetup setup) {
        AnthropicChatOptions options = AnthropicChatOptions.builder()
                .baseUrl(setup.url().toString())
                .apiKey("no-secret")
                .model(KitRequests.ANTHROPIC_MODEL)
                .maxTokens(1_000)
                .timeout(setup.timeout())
                .maxRetries(setup.retries())
                .customHeaders(setup.headers())
                .build();
        return AnthropicChatModel.builder().options(options).build();
    }

    @Override
    public EmbeddingModel embedding(ClientSetup setup) {
        throw new UnsupportedOperationException("the provider has none");
    }
}
