package io.tallyspan.examples.langchain4j.agents;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.tallyspan.langchain4j.TallyspanLangChain4j;
import java.time.Duration;

/**
 * The models, each with one line that has it observed: {@code .httpClientBuilder(...)}.
 *
 * @param large plans and writes
 * @param small does the rest
 * @param streaming writes piece by piece
 * @param embedding finds documents
 */
public record Models(ChatModel large, ChatModel small, StreamingChatModel streaming, EmbeddingModel embedding) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LARGE = "gpt-4o";

    /** OpenAI's. */
    public static Models openAi(TallyspanLangChain4j langChain4j, String url, String apiKey) {
        return new Models(
                chat(langChain4j, url, apiKey, LARGE),
                chat(langChain4j, url, apiKey, "gpt-4o-mini"),
                OpenAiStreamingChatModel.builder()
                        .httpClientBuilder(langChain4j.httpClientBuilder())
                        .baseUrl(url)
                        .apiKey(apiKey)
                        .modelName(LARGE)
                        .timeout(PATIENCE)
                        .build(),
                OpenAiEmbeddingModel.builder()
                        .httpClientBuilder(langChain4j.httpClientBuilder())
                        .baseUrl(url)
                        .apiKey(apiKey)
                        .modelName("text-embedding-3-small")
                        .build());
    }

    private static ChatModel chat(TallyspanLangChain4j langChain4j, String url, String apiKey, String model) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(langChain4j.httpClientBuilder())
                .baseUrl(url)
                .apiKey(apiKey)
                .modelName(model)
                .timeout(PATIENCE)
                .build();
    }
}
