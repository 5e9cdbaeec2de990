package io.tallyspan.conformance.spring;

import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitRequests;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;

/** Of {@code spring-ai-openai}. */
final class OpenAiModels implements SpringAiKitClient.Models {

    @Override
    public ChatModel chat(ClientSetup setup) {
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
        options.baseUrl(setup.url() + "/v1");
        options.apiKey("no-secret");
        options.model(KitRequests.OPENAI_MODEL);
        options.timeout(setup.timeout());
        options.maxRetries(setup.retries());
        options.customHeaders(setup.headers());
        options.streamUsage(setup.streamUsage());
        return OpenAiChatModel.builder().options(options.build()).build();
    }

    @Override
    public EmbeddingModel embedding(ClientSetup setup) {
        OpenAiEmbeddingOptions.Builder options = OpenAiEmbeddingOptions.builder();
        options.baseUrl(setup.url() + "/v1");
        options.apiKey("no-secret");
        options.model("text-embedding-3-small");
        options.timeout(setup.timeout());
        options.maxRetries(setup.retries());
        options.customHeaders(setup.headers());
        return OpenAiEmbeddingModel.builder().options(options.build()).build();
    }
}
