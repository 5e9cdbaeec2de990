package io.tallyspan.conformance.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.UsageRecord;
import org.junit.jupiter.api.Test;
import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.ai.audio.tts.TextToSpeechModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.moderation.ModerationModel;
import org.springframework.ai.moderation.ModerationPrompt;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/** Every kind of model that is a bean: what it asks is an event with the attribution of whoever called. */
class ModelTypesTest extends SpringCases {

    private static final String IMAGE = """
            {"created": 1, "data": [{"b64_json": "aGVsbG8="}],
             "usage": {"input_tokens": 11, "output_tokens": 22, "total_tokens": 33,
              "input_tokens_details": {"text_tokens": 11, "image_tokens": 0}}}""";
    private static final String MODERATION = """
            {"id": "modr-1", "model": "omni-moderation-latest", "results": []}""";
    private static final String TRANSCRIPTION = """
            {"text": "hello", "usage": {"type": "tokens", "input_tokens": 14, "output_tokens": 3, "total_tokens": 17,
              "input_token_details": {"text_tokens": 0, "audio_tokens": 14}}}""";

    private ConfigurableApplicationContext context(String... properties) {
        return start("none", properties);
    }

    @Test
    void embeddings() {
        var unused = as("acme", context(), EmbeddingModel.class, model -> model.embed("hello"));

        recorder.awaitOne().isEvent().hasCustomer("acme");
    }

    @Test
    void images() {
        json("/v1/images/generations", IMAGE);

        var unused = as(
                "acme",
                context("spring.ai.openai.image.model=gpt-image-1"),
                ImageModel.class,
                model -> model.call(new ImagePrompt("a cat")));

        UsageRecord record = recorder.awaitOne().isEvent().hasCustomer("acme").get();
        assertThat(record.usage().get(Unit.INPUT_TOKENS)).isEqualTo(11);
        assertThat(record.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(22);
    }

    @Test
    void moderations() {
        json("/v1/moderations", MODERATION);

        var unused = as("acme", context(), ModerationModel.class, model -> model.call(new ModerationPrompt("hello")));

        UsageRecord record = recorder.awaitOne().hasCustomer("acme").get();
        assertThat(record.exchange().operation()).isNotNull();
    }

    @Test
    void speech() {
        provider.script()
                .path("/v1/audio/speech")
                .always(Reply.raw(200, "audio/mpeg", "not really music".getBytes(UTF_8)));

        var unused = as("acme", context(), TextToSpeechModel.class, model -> model.call("hello"));

        recorder.awaitOne().isEvent().hasCustomer("acme");
    }

    @Test
    void transcriptions() {
        json("/v1/audio/transcriptions", TRANSCRIPTION);

        var unused = as(
                "acme",
                context("spring.ai.openai.audio.transcription.model=gpt-4o-mini-transcribe"),
                TranscriptionModel.class,
                model -> model.transcribe(new ByteArrayResource(new byte[100]) {
                    @Override
                    public String getFilename() {
                        return "speech.mp3";
                    }
                }));

        recorder.awaitOne().isEvent().hasCustomer("acme");
    }

    private void json(String path, String body) {
        provider.script().path(path).always(Reply.raw(200, "application/json", body.getBytes(UTF_8)));
    }

    /** A call of a model that is a bean. */
    private interface Call<M> {
        Object make(M model);
    }

    private static <M> Object as(String customer, ConfigurableApplicationContext context, Class<M> type, Call<M> call) {
        M model = context.getBean(type);
        try (AttributionScope scope =
                context.getBean(Tallyspan.class).scope().customer(customer).open()) {
            return call.make(model);
        }
    }
}
