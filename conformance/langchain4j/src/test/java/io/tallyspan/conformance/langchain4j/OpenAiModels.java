package io.tallyspan.conformance.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitRequests;

/** Of {@code langchain4j-open-ai}. */
final class OpenAiModels implements LangChain4jKitClient.Models {

    @Override
    public ChatModel chat(ClientSetup setup, HttpClientBuilder http) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(setup.url() + "/v1")
                .apiKey("no-secret")
                .modelName(KitRequests.OPENAI_MODEL)
                .timeout(setup.timeout())
                .maxRetries(setup.retries())
                .customHeaders(setup.headers())
                .build();
    }

    @Override
    public StreamingChatModel streaming(ClientSetup setup, HttpClientBuilder http) {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(setup.url() + "/v1")
                .apiKey("no-secret")
                .modelName(KitRequests.OPENAI_MODEL)
                .timeout(setup.timeout())
                .customHeaders(setup.headers())
                .build();
    }

    @Override
    public EmbeddingModel embedding(ClientSetup setup, HttpClientBuilder http) {
        return OpenAiEmbeddingModel.builder()
                .httpClientBuilder(http)
                .baseUrl(setup.url() + "/v1")
                .apiKey("no-secret")
                .modelName("text-embedding-3-small")
                .timeout(setup.timeout())
                .maxRetries(setup.retries())
                .customHeaders(setup.headers())
                .build();
    }
}
