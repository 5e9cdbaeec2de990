package io.tallyspan.conformance.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;
import dev.langchain4j.model.openai.OpenAiImageModel;
import dev.langchain4j.model.openai.OpenAiLanguageModel;
import dev.langchain4j.model.openai.OpenAiModerationModel;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.UsageRecord;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every kind of model that takes an HTTP client: what it asks is an event with the attribution of whoever called. */
class ModelTypesTest extends LangChain4jCases {

    private static final String KEY = "no-secret";
    private static final String IMAGE = """
            {"created": 1, "data": [{"b64_json": "aGVsbG8="}],
             "usage": {"input_tokens": 11, "output_tokens": 22, "total_tokens": 33,
              "input_tokens_details": {"text_tokens": 11, "image_tokens": 0}}}""";
    private static final String MODERATION = """
            {"id": "modr-1", "model": "omni-moderation-latest",
             "results": [{"flagged": false, "categories": {}, "category_scores": {}}]}""";
    private static final String TRANSCRIPTION = """
            {"text": "hello", "usage": {"type": "tokens", "input_tokens": 14, "output_tokens": 3, "total_tokens": 17,
              "input_token_details": {"text_tokens": 0, "audio_tokens": 14}}}""";
    private static final String COMPLETION = """
            {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "gpt-3.5-turbo-instruct",
             "choices": [{"text": "hello", "index": 0, "finish_reason": "stop"}],
             "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}}""";

    @Test
    void embeddings() {
        assertUsage(() -> embedding().embed("hello"), null, null);
    }

    @Test
    void images() {
        json("/v1/images/generations", IMAGE);

        assertUsage(
                () -> OpenAiImageModel.builder()
                        .httpClientBuilder(http())
                        .baseUrl(url())
                        .apiKey(KEY)
                        .modelName("gpt-image-1")
                        .build()
                        .generate("a cat"),
                11L,
                22L);
    }

    @Test
    void moderations() {
        json("/v1/moderations", MODERATION);

        assertUsage(
                () -> OpenAiModerationModel.builder()
                        .httpClientBuilder(http())
                        .baseUrl(url())
                        .apiKey(KEY)
                        .modelName("omni-moderation-latest")
                        .build()
                        .moderate("hello"),
                null,
                null);
    }

    @Test
    void transcriptions() {
        json("/v1/audio/transcriptions", TRANSCRIPTION);

        assertUsage(
                () -> OpenAiAudioTranscriptionModel.builder()
                        .httpClientProvider(http())
                        .baseUrl(url())
                        .apiKey(KEY)
                        .modelName("gpt-4o-mini-transcribe")
                        .build()
                        .transcribeToText(Audio.builder()
                                .binaryData(new byte[100])
                                .mimeType("audio/mpeg")
                                .build()),
                14L,
                3L);
    }

    @Test
    void completions() {
        json("/v1/completions", COMPLETION);

        assertUsage(
                () -> OpenAiLanguageModel.builder()
                        .httpClientBuilder(http())
                        .baseUrl(url())
                        .apiKey(KEY)
                        .modelName("gpt-3.5-turbo-instruct")
                        .build()
                        .generate("hello"),
                5L,
                7L);
    }

    @Test
    void responses() {
        assertUsage(
                () -> OpenAiResponsesChatModel.builder()
                        .httpClientBuilder(http())
                        .baseUrl(url())
                        .apiKey(KEY)
                        .modelName("gpt-5-mini")
                        .build()
                        .chat("hello"),
                null,
                null);
    }

    private void assertUsage(Supplier<?> call, @Nullable Long input, @Nullable Long output) {
        try (AttributionScope scope = tallyspan.scope().customer("acme").open()) {
            assertThat(call.get()).isNotNull();
        }
        UsageRecord record = recorder.awaitOne().hasCustomer("acme").get();
        assertThat(record.exchange().operation()).isNotNull();
        if (input != null) {
            assertThat(record.isEvent()).isTrue();
            assertThat(record.usage().get(Unit.INPUT_TOKENS)).isEqualTo(input);
            assertThat(record.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(output);
        }
    }

    private void json(String path, String body) {
        provider.script().path(path).always(Reply.raw(200, "application/json", body.getBytes(UTF_8)));
    }

    private String url() {
        return provider.openAiUrl().toString();
    }

    private HttpClientBuilder http() {
        return observed.httpClientBuilder();
    }
}
