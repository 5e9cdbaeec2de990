package io.tallyspan.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnthropicReaderTest {

    private static final String MESSAGE = """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5",
             "content":[{"type":"text","text":"\\"usage\\":{\\"input_tokens\\":1}"}],"stop_reason":"end_turn",
             "usage":{"input_tokens":10,"cache_creation_input_tokens":30,"cache_read_input_tokens":200,
               "cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":10},
               "output_tokens":50,"output_tokens_details":{"thinking_tokens":33},
               "server_tool_use":{"web_search_requests":3,"web_fetch_requests":0,"code_execution_requests":1},
               "service_tier":"priority","inference_geo":"us","speed":"fast"}}
            """;

    @Test
    void aMessageIsRead() {
        Answer answer = Feeding.anthropic(MESSAGE);
        assertThat(answer.usage())
                .isEqualTo(Usage.builder()
                        .set(Unit.INPUT_TOKENS, 240)
                        .set(Unit.CACHE_READ_TOKENS, 200)
                        .set(Unit.CACHE_WRITE_TOKENS, 30)
                        .set(Unit.CACHE_WRITE_5M_TOKENS, 20)
                        .set(Unit.CACHE_WRITE_1H_TOKENS, 10)
                        .set(Unit.OUTPUT_TOKENS, 50)
                        .set(Unit.REASONING_TOKENS, 33)
                        .setServerTool("web_search", 3)
                        .setServerTool("web_fetch", 0)
                        .setServerTool("code_execution", 1)
                        .build());
        assertThat(answer.usageFinal()).isTrue();
        assertThat(answer.terminated()).isTrue();
        assertThat(answer.responseId()).isEqualTo("msg_1");
        assertThat(answer.responseModel()).isEqualTo("claude-sonnet-5");
        assertThat(answer.serviceTier()).isEqualTo("priority");
        assertThat(answer.priceDimensions()).isEqualTo(Map.of("inference_geo", "us", "speed", "fast"));
        assertThat(answer.lines()).isEmpty();
    }

    @Test
    void cacheWritesWithoutATotalAreTheSumOfTheirLifetimes() {
        Answer answer = Feeding.anthropic(
                "{\"usage\":{\"input_tokens\":1,\"cache_creation\":"
                        + "{\"ephemeral_5m_input_tokens\":4,\"ephemeral_1h_input_tokens\":5},\"inference_geo\":\"not_available\"}}");
        assertThat(answer.usage().get(Unit.CACHE_WRITE_TOKENS)).isEqualTo(9);
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(10);
        assertThat(answer.priceDimensions()).isEmpty();
    }

    private static String event(String type, String rest) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + rest + "}\n\n";
    }

    private static final String START = event(
            "message_start",
            ",\"message\":{\"id\":\"msg_s\",\"model\":\"claude-haiku-4-5\",\"usage\":{\"input_tokens\":25,"
                    + "\"cache_creation_input_tokens\":6,\"cache_read_input_tokens\":0,\"cache_creation\":"
                    + "{\"ephemeral_5m_input_tokens\":6,\"ephemeral_1h_input_tokens\":0},\"output_tokens\":1,"
                    + "\"service_tier\":\"standard\"}}");
    private static final String TEXT = event("ping", "")
            + event("content_block_delta", ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}");
    private static final String DELTA =
            event("message_delta", ",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":15}");
    private static final String STOP = event("message_stop", "");

    @Test
    void aStreamsFiguresAreMergedFieldByField() {
        String grown = event(
                "message_delta",
                ",\"delta\":{\"stop_reason\":null},\"usage\":{\"input_tokens\":40,\"output_tokens\":7,"
                        + "\"cache_read_input_tokens\":null}");
        Answer answer = Feeding.anthropic(START + TEXT + grown + DELTA + STOP);
        assertThat(answer.usage())
                .isEqualTo(Usage.builder()
                        .set(Unit.INPUT_TOKENS, 46)
                        .set(Unit.CACHE_READ_TOKENS, 0)
                        .set(Unit.CACHE_WRITE_TOKENS, 6)
                        .set(Unit.CACHE_WRITE_5M_TOKENS, 6)
                        .set(Unit.CACHE_WRITE_1H_TOKENS, 0)
                        .set(Unit.OUTPUT_TOKENS, 15)
                        .build());
        assertThat(answer.serviceTier()).isEqualTo("standard");
        assertThat(answer.usageFinal()).isTrue();
        assertThat(answer.terminated()).isTrue();
    }

    @Test
    void theProvisionalOutputOfTheStartIsNotStated() {
        Answer answer = Feeding.cut(AnthropicReader::new, START + TEXT);
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(31);
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isNull();
        assertThat(answer.usageFinal()).isFalse();
        assertThat(answer.terminated()).isFalse();
        assertThat(answer.responseId()).isEqualTo("msg_s");
    }

    @Test
    void usageIsFinalWithTheStopReasonAndTheStreamEndsWithItsLastEvent() {
        Answer delta = Feeding.cut(AnthropicReader::new, START + TEXT + DELTA);
        assertThat(delta.usageFinal()).isTrue();
        assertThat(delta.terminated()).isFalse();
        assertThat(Feeding.cut(AnthropicReader::new, START + DELTA + STOP).terminated())
                .isTrue();
    }

    @Test
    void anErrorInMidStreamIsAnError() {
        Answer answer = Feeding.anthropic(
                START + TEXT + event("error", ",\"error\":{\"type\":\"overloaded_error\",\"message\":\"SECRET\"}"));
        assertThat(answer.errorType()).isEqualTo("overloaded_error");
        assertThat(answer.usageFinal()).isFalse();
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(31);
        assertThat(Feeding.anthropic("{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\"}}")
                        .errorType())
                .isEqualTo("rate_limit_error");
    }

    private static final String ITERATIONS = "\"iterations\":["
            + "{\"type\":\"compaction\",\"input_tokens\":5000,\"cache_read_input_tokens\":10,"
            + "\"cache_creation_input_tokens\":0,\"output_tokens\":300},"
            + "{\"type\":\"advisor_message\",\"model\":\"claude-opus-5\",\"input_tokens\":70,\"output_tokens\":8},"
            + "{\"type\":\"message\",\"input_tokens\":20,\"output_tokens\":4}]";

    @Test
    void iterationsAreLinesAndTheCountsAreTheirSums() {
        Answer answer = Feeding.anthropic("{\"type\":\"message\",\"model\":\"claude-sonnet-5\",\"usage\":{"
                + "\"input_tokens\":20,\"output_tokens\":4,\"output_tokens_details\":{\"thinking_tokens\":2},"
                + ITERATIONS
                + "}}");
        assertThat(answer.usage())
                .isEqualTo(Usage.builder()
                        .set(Unit.INPUT_TOKENS, 5100)
                        .set(Unit.OUTPUT_TOKENS, 312)
                        .set(Unit.CACHE_READ_TOKENS, 10)
                        .set(Unit.CACHE_WRITE_TOKENS, 0)
                        .set(Unit.REASONING_TOKENS, 2)
                        .build());
        assertThat(answer.lines()).extracting(UsageLine::line).containsExactly(0, 1, 2);
        assertThat(answer.lines())
                .extracting(UsageLine::type)
                .containsExactly("compaction", "advisor_message", "message");
        assertThat(answer.lines()).extracting(UsageLine::model).containsExactly(null, "claude-opus-5", null);
        assertThat(answer.lines().get(1).usage())
                .isEqualTo(Usage.builder()
                        .set(Unit.INPUT_TOKENS, 70)
                        .set(Unit.OUTPUT_TOKENS, 8)
                        .build());
    }

    @Test
    void ofIterationsInSeveralEventsTheLastListCounts() {
        String delta = event(
                "message_delta",
                ",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":4," + ITERATIONS + "}");
        Answer answer = Feeding.anthropic(START + delta + delta + STOP);
        assertThat(answer.lines()).hasSize(3);
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(312);
        assertThat(answer.usage().get(Unit.CACHE_WRITE_5M_TOKENS)).isEqualTo(6);
    }

    @Test
    void aSingleIterationOfTheSameModelIsNoLine() {
        Answer answer = Feeding.anthropic("{\"usage\":{\"input_tokens\":2,\"output_tokens\":4,\"iterations\":["
                + "{\"type\":\"message\",\"input_tokens\":2,\"output_tokens\":4}]}}");
        assertThat(answer.lines()).isEmpty();
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(4);
    }

    @Test
    void iterationsWithoutEndAndCountsWithoutMeasureDoNoHarm() {
        String huge = "{\"input_tokens\":9007199254740992,\"cache_read_input_tokens\":9007199254740992,"
                + "\"cache_creation_input_tokens\":9007199254740992}";
        Answer answer =
                Feeding.anthropic("{\"usage\":{\"iterations\":[7,null,[1]" + ("," + huge).repeat(2_000) + "]}}");
        assertThat(answer.lines()).hasSize(256);
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(253 * 3 * (1L << 53));
    }
}
