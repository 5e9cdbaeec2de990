package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.http.Headers;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BedrockReaderTest {

    private static Answer converse(byte[] body) {
        return Feeding.whole(BedrockConverseReader::new, body, null, true);
    }

    private static Answer invoke(String model, byte[] body) {
        return Feeding.whole(() -> new BedrockInvokeReader(model), body, null, true);
    }

    private static Usage tokens(long input, long output) {
        return Usage.builder()
                .set(Unit.INPUT_TOKENS, input)
                .set(Unit.OUTPUT_TOKENS, output)
                .build();
    }

    @Test
    void conversesInputLeavesOutWhatACacheHadToDoWith() {
        Answer answer =
                converse(("{\"output\":{},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":7,\"outputTokens\":9,"
                                + "\"cacheReadInputTokens\":100,\"cacheWriteInputTokens\":30,\"totalTokens\":146,"
                                + "\"cacheDetails\":[{\"inputTokens\":10,\"ttl\":\"1h\"},{\"ttl\":\"5m\",\"inputTokens\":20}]},"
                                + "\"serviceTier\":{\"type\":\"flex\"}}")
                        .getBytes(UTF_8));
        assertThat(answer.usage())
                .isEqualTo(Usage.builder()
                        .set(Unit.INPUT_TOKENS, 137)
                        .set(Unit.OUTPUT_TOKENS, 9)
                        .set(Unit.CACHE_READ_TOKENS, 100)
                        .set(Unit.CACHE_WRITE_TOKENS, 30)
                        .set(Unit.CACHE_WRITE_5M_TOKENS, 20)
                        .set(Unit.CACHE_WRITE_1H_TOKENS, 10)
                        .build());
        assertThat(answer.serviceTier()).isEqualTo("flex");
        assertThat(answer.usageFinal()).isTrue();
    }

    @Test
    void theStreamsUsageComesAfterTheMessageHasStopped() {
        AwsMessages stream = new AwsMessages()
                .event("messageStart", "{\"role\":\"assistant\"}")
                .event("contentBlockDelta", "{\"delta\":{\"text\":\"usage\\\":{\\\"inputTokens\\\":1}\"}}")
                .event("messageStop", "{\"stopReason\":\"end_turn\"}");
        Answer before = Feeding.whole(BedrockConverseReader::new, stream.bytes(), null, true);
        assertThat(before.usage().isEmpty()).isTrue();
        assertThat(before.terminated()).isFalse();
        Answer answer = converse(
                stream.event("metadata", "{\"usage\":{\"inputTokens\":19,\"outputTokens\":5,\"totalTokens\":24}}")
                        .bytes());
        assertThat(answer.usage()).isEqualTo(tokens(19, 5));
        assertThat(answer.usageFinal()).isTrue();
        assertThat(answer.terminated()).isTrue();
    }

    @Test
    void eventsAsLinesAreReadToo() {
        Answer answer = converse("""
                {"contentBlockDelta":{"delta":{"text":"x"}}}
                {"messageStop":{}}
                {"metadata":{"usage":{"inputTokens":100,"outputTokens":20}}}
                """.getBytes(UTF_8));
        assertThat(answer.usage()).isEqualTo(tokens(100, 20));
        assertThat(answer.usageFinal()).isTrue();
    }

    @Test
    void anExceptionInTheMidstOfAStreamIsItsError() {
        Answer answer = converse(new AwsMessages()
                .event("messageStart", "{}")
                .exception("modelStreamErrorException", "{\"message\":\"the prompt was ...\"}")
                .bytes());
        assertThat(answer.errorType()).isEqualTo("modelStreamErrorException");
        assertThat(answer.terminated()).isFalse();
    }

    @Test
    void aMessageWithAWrongChecksumMakesTheRestUnreadable() {
        byte[] good = new AwsMessages()
                .event("metadata", "{\"usage\":{\"inputTokens\":19,\"outputTokens\":5}}")
                .bytes();
        for (int at : new int[] {0, 5, 9, 20, good.length - 30, good.length - 1}) {
            byte[] bad = good.clone();
            bad[at] ^= 0x40;
            Answer answer = converse(bad);
            assertThat(answer.unreadable()).as("byte %s", at).isTrue();
            assertThat(answer.usageFinal()).isFalse();
        }
        Answer cut = converse(Arrays.copyOf(good, good.length - 3));
        assertThat(cut.unreadable()).isTrue();
        assertThat(cut.usageFinal()).isFalse();
    }

    @Test
    void whatTheMetricsRepeatIsNotAddedAndMayBeTooLow() {
        byte[] stream = new AwsMessages()
                .chunk("{\"type\":\"message_start\",\"message\":{\"id\":\"msg_bdrk_1\",\"model\":\"claude-3-5-sonnet\","
                        + "\"usage\":{\"input_tokens\":380,\"output_tokens\":3}}}")
                .chunk(
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":144}}")
                .chunk("{\"type\":\"message_stop\",\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":380,"
                        + "\"outputTokenCount\":108}}")
                .bytes();
        Answer answer = invoke("anthropic.claude-3-5-sonnet-20240620-v1:0", stream);
        assertThat(answer.usage()).isEqualTo(tokens(380, 144));
        assertThat(answer.responseId()).isEqualTo("msg_bdrk_1");
        assertThat(answer.usageFinal()).isTrue();
    }

    @Test
    void modelsThatStateNothingAreCountedByTheMetrics() {
        Answer answer = invoke(
                "mistral.mistral-7b-instruct-v0:2",
                new AwsMessages()
                        .chunk("{\"outputs\":[{\"text\":\"a\"}]}")
                        .chunk("{\"outputs\":[],\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":14,"
                                + "\"outputTokenCount\":50}}")
                        .bytes());
        assertThat(answer.usage()).isEqualTo(tokens(14, 50));
        assertThat(answer.usageFinal()).isTrue();
    }

    @Test
    void eachVendorsWordsAreRead() {
        assertThat(invoke(
                                "amazon.titan-text-lite-v1",
                                "{\"inputTextTokenCount\":5,\"results\":[{\"tokenCount\":10}]}".getBytes(UTF_8))
                        .usage())
                .isEqualTo(tokens(5, 10));
        assertThat(invoke(
                                "meta.llama3",
                                "{\"generation\":\"x\",\"prompt_token_count\":6,\"generation_token_count\":18}"
                                        .getBytes(UTF_8))
                        .usage())
                .isEqualTo(tokens(6, 18));
        assertThat(invoke(
                                "amazon.nova-micro-v1:0",
                                "{\"usage\":{\"inputTokens\":5,\"outputTokens\":10,\"cacheReadInputTokenCount\":2}}"
                                        .getBytes(UTF_8))
                        .usage()
                        .get(Unit.INPUT_TOKENS))
                .isEqualTo(7);
        assertThat(invoke(
                                "ai21.jamba",
                                "{\"usage\":{\"prompt_tokens\":16,\"completion_tokens\":19,\"total_tokens\":35}}"
                                        .getBytes(UTF_8))
                        .usage())
                .isEqualTo(tokens(16, 19));
    }

    @Test
    void headersCountWhatTheBodyDoesNot() {
        Endpoint endpoint = Feeding.endpoint(() -> new BedrockInvokeReader("cohere.command-r-v1:0"));
        ResponseParser parser = new ResponseParser(
                endpoint,
                RequestFacts.NONE,
                200,
                Headers.of(Map.of(
                        "x-amzn-bedrock-input-token-count", "5",
                        "x-amzn-bedrock-output-token-count", "10",
                        "x-amzn-bedrock-cache-read-input-token-count", "4")));
        byte[] body = "{\"text\":\"hello\"}".getBytes(UTF_8);
        parser.feed(body, 0, body.length);
        Answer answer = parser.finish(true);
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(9);
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(10);
        assertThat(answer.usageFinal()).isTrue();
    }

    @Test
    void claudeBehindAnArnIsKnownByItsRequest() {
        Endpoint endpoint = Feeding.endpoint(
                () -> new BedrockInvokeReader("arn:aws:bedrock:us-east-1:1:application-inference-profile/x"));
        RequestParser request = new RequestParser("application/json");
        byte[] asked = "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":5}".getBytes(UTF_8);
        request.feed(asked, 0, asked.length);
        ResponseParser parser = new ResponseParser(endpoint, request.facts(), 200, Headers.none());
        byte[] body = ("{\"type\":\"message\",\"id\":\"msg_bdrk_1\",\"usage\":{\"input_tokens\":3,"
                        + "\"cache_read_input_tokens\":97,\"output_tokens\":2}}")
                .getBytes(UTF_8);
        parser.feed(body, 0, body.length);
        assertThat(parser.finish(true).usage().get(Unit.INPUT_TOKENS)).isEqualTo(100);
    }
}
