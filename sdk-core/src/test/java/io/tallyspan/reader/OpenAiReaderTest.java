package io.tallyspan.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import org.junit.jupiter.api.Test;

class OpenAiReaderTest {

    private static final String CHAT = """
            {"id":"chatcmpl-Test1","object":"chat.completion","created":1790000000,"model":"gpt-5-mini-2026-01-01",
             "choices":[{"index":0,"message":{"role":"assistant","content":"{\\"usage\\":{\\"prompt_tokens\\":999}}",
               "annotations":[]},"logprobs":null,"finish_reason":"stop"}],
             "usage":{"prompt_tokens":120,"completion_tokens":80,"total_tokens":200,
               "prompt_tokens_details":{"cached_tokens":64,"cache_write_tokens":32,"audio_tokens":5},
               "completion_tokens_details":{"reasoning_tokens":50,"audio_tokens":3,"accepted_prediction_tokens":9}},
             "service_tier":"priority","system_fingerprint":"fp_1"}
            """;

    @Test
    void aChatCompletionIsRead() {
        Answer answer = Feeding.openAi(CHAT);
        assertThat(answer.usage())
                .isEqualTo(Usage.builder()
                        .set(Unit.INPUT_TOKENS, 120)
                        .set(Unit.OUTPUT_TOKENS, 80)
                        .set(Unit.CACHE_READ_TOKENS, 64)
                        .set(Unit.CACHE_WRITE_TOKENS, 32)
                        .set(Unit.INPUT_AUDIO_TOKENS, 5)
                        .set(Unit.REASONING_TOKENS, 50)
                        .set(Unit.OUTPUT_AUDIO_TOKENS, 3)
                        .build());
        assertThat(answer.usageFinal()).isTrue();
        assertThat(answer.terminated()).isTrue();
        assertThat(answer.unreadable()).isFalse();
        assertThat(answer.responseId()).isEqualTo("chatcmpl-Test1");
        assertThat(answer.responseModel()).isEqualTo("gpt-5-mini-2026-01-01");
        assertThat(answer.serviceTier()).isEqualTo("priority");
        assertThat(answer.errorType()).isNull();
        assertThat(answer.lines()).isEmpty();
    }

    @Test
    void theAnswerIsTerminatedWithItsLastBraceAndBeforeTheConnectionCloses() {
        byte[] body = CHAT.strip().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        ResponseParser parser =
                Feeding.parser(Feeding.endpoint(() -> new OpenAiReader(Dialect.OPENAI)), "application/json", null);
        parser.feed(body, 0, body.length - 1);
        assertThat(parser.terminated()).isFalse();
        assertThat(parser.answer().usageFinal()).isFalse();
        parser.feed(body, body.length - 1, 1);
        assertThat(parser.terminated()).isTrue();
        assertThat(parser.answer().usageFinal()).isTrue();
    }

    @Test
    void usageThatIsNotStatedIsUnknownAndNeverZero() {
        Answer answer = Feeding.openAi("{\"id\":\"c\",\"model\":\"m\",\"choices\":[],\"usage\":null}");
        assertThat(answer.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(answer.usageFinal()).isFalse();
        assertThat(answer.terminated()).isTrue();
    }

    @Test
    void aBodyThatIsOneDocumentIsFinalWithoutAFinishReason() {
        assertThat(Feeding.openAi("{\"choices\":[{\"message\":{}}],\"usage\":{\"prompt_tokens\":1}}")
                        .usageFinal())
                .isTrue();
    }

    @Test
    void statedZeroesStay() {
        Answer answer = Feeding.openAi("{\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}");
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isZero();
        assertThat(answer.usage().get(Unit.CACHE_READ_TOKENS)).isNull();
    }

    @Test
    void countsThatAreNoneAreIgnored() {
        Answer answer = Feeding.openAi(
                "{\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":1e30,\"completion_tokens_details\":"
                        + "{\"reasoning_tokens\":\"7\"},\"prompt_tokens_details\":{\"cached_tokens\":3.0}}}");
        assertThat(answer.usage())
                .isEqualTo(Usage.builder().set(Unit.CACHE_READ_TOKENS, 3).build());
    }

    private static final String STREAM = """
            data: {"id":"","model":"","choices":[],"prompt_filter_results":[{"prompt_index":0}]}

            data: {"id":"chatcmpl-S","model":"gpt-5","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}],"usage":null}

            : keep-alive

            data: {"id":"chatcmpl-S","model":"gpt-5","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}

            """;
    private static final String STREAM_USAGE = """
            data: {"id":"chatcmpl-S","model":"gpt-5","choices":[],"service_tier":"default","usage":{"prompt_tokens":11,"completion_tokens":2,"total_tokens":13}}

            """;
    private static final String STREAM_DONE = "data: [DONE]\n\n";

    @Test
    void aStreamStatesItsUsageInTheLastChunk() {
        Answer answer = Feeding.openAi(STREAM + STREAM_USAGE + STREAM_DONE);
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(11);
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(2);
        assertThat(answer.usageFinal()).isTrue();
        assertThat(answer.terminated()).isTrue();
        assertThat(answer.responseId()).isEqualTo("chatcmpl-S");
        assertThat(answer.responseModel()).isEqualTo("gpt-5");
        assertThat(answer.serviceTier()).isEqualTo("default");
    }

    @Test
    void aStreamWithoutIncludeUsageStatesNothing() {
        Answer answer = Feeding.openAi(STREAM + STREAM_DONE);
        assertThat(answer.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(answer.usageFinal()).isFalse();
        assertThat(answer.terminated()).isTrue();
    }

    @Test
    void aStreamCutBehindItsUsageHasTheUsageButNoEnd() {
        Answer answer = Feeding.cut(() -> new OpenAiReader(Dialect.OPENAI), STREAM + STREAM_USAGE);
        assertThat(answer.usageFinal()).isTrue();
        assertThat(answer.terminated()).isFalse();
    }

    @Test
    void cumulativeUsageOnEveryChunkIsNotFinalBeforeTheEnd() {
        String chunk = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}],"
                + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":%d}}\n\n";
        Answer cut = Feeding.cut(() -> new OpenAiReader(Dialect.OPENAI), chunk.formatted(1) + chunk.formatted(2));
        assertThat(cut.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(2);
        assertThat(cut.usageFinal()).isFalse();
        Answer whole = Feeding.openAi(chunk.formatted(1) + chunk.formatted(3) + STREAM_DONE);
        assertThat(whole.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(3);
        assertThat(whole.usageFinal()).isTrue();
    }

    @Test
    void anErrorBodyIsAnErrorWhateverItsStatus() {
        Answer answer = Feeding.openAi(
                "{\"error\":{\"message\":\"You said: SECRET\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"x\"}}");
        assertThat(answer.errorType()).isEqualTo("invalid_request_error");
        assertThat(answer.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(Feeding.openAi("{\"error\":\"SECRET words\"}").errorType()).isEqualTo("error");
        assertThat(Feeding.openAi("{\"error\":null,\"id\":\"r\"}").errorType()).isNull();
        assertThat(Feeding.openAi("{\"error\":{\"code\":429}}").errorType()).isEqualTo("error");
    }

    @Test
    void azuresContentFilterIsNamedEvenWhereATypeStandsBesideIt() {
        assertThat(Feeding.openAi("{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"content_filter\","
                                + "\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}")
                        .errorType())
                .isEqualTo("content_filter");
        assertThat(Feeding.openAi("{\"error\":{\"type\":null,\"code\":\"content_filter\"}}")
                        .errorType())
                .isEqualTo("content_filter");
    }

    @Test
    void anErrorInMidStreamIsAnError() {
        Answer answer = Feeding.openAi(
                STREAM + "event: error\ndata: {\"error\":{\"message\":\"m\",\"type\":\"server_error\"}}\n\n");
        assertThat(answer.errorType()).isEqualTo("server_error");
        assertThat(answer.terminated()).isFalse();
    }

    @Test
    void embeddingsHaveInputOnlyAndNoId() {
        Answer answer = Feeding.openAi(
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"embedding\":[0.1,-2e-5],\"index\":0}],"
                        + "\"model\":\"text-embedding-3-small\",\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}");
        assertThat(answer.usage())
                .isEqualTo(Usage.builder().set(Unit.INPUT_TOKENS, 8).build());
        assertThat(answer.usageFinal()).isTrue();
        assertThat(answer.responseId()).isNull();
    }
}
