package io.tallyspan.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiResponsesTest {

    private static final String USAGE = "{\"input_tokens\":36,\"input_tokens_details\":{\"cached_tokens\":4,"
            + "\"cache_write_tokens\":0},\"output_tokens\":87,\"output_tokens_details\":{\"reasoning_tokens\":64}}";

    private static String response(String status, String output, String usage) {
        return "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"" + status
                + "\",\"background\":%s,\"error\":null,\"model\":\"gpt-5\",\"output\":" + output
                + ",\"tools\":[{\"type\":\"web_search_call\"}],\"service_tier\":\"default\",\"usage\":" + usage + "}";
    }

    @Test
    void aResponseIsRead() {
        Answer answer = Feeding.openAi(response(
                        "completed",
                        "[{\"type\":\"reasoning\"},{\"type\":\"web_search_call\"},{\"type\":\"function_call\"},"
                                + "{\"type\":\"web_search_call\"},{\"type\":\"code_interpreter_call\"},{\"type\":\"message\"}]",
                        USAGE)
                .formatted("false"));
        assertThat(answer.usage())
                .isEqualTo(Usage.builder()
                        .set(Unit.INPUT_TOKENS, 36)
                        .set(Unit.OUTPUT_TOKENS, 87)
                        .set(Unit.CACHE_READ_TOKENS, 4)
                        .set(Unit.CACHE_WRITE_TOKENS, 0)
                        .set(Unit.REASONING_TOKENS, 64)
                        .setServerTool("web_search", 2)
                        .setServerTool("code_interpreter", 1)
                        .build());
        assertThat(answer.usageFinal()).isTrue();
        assertThat(answer.responseStatus()).isEqualTo("completed");
        assertThat(answer.background()).isFalse();
    }

    @Test
    void aBackgroundResponseIsQueuedFirstAndHasItsUsageLater() {
        Answer queued = Feeding.openAi(response("queued", "[]", "null").formatted("true"));
        assertThat(queued.background()).isTrue();
        assertThat(queued.responseStatus()).isEqualTo("queued");
        assertThat(queued.usageFinal()).isFalse();
        assertThat(queued.usage()).isEqualTo(Usage.UNKNOWN);
        Answer fetched = Feeding.openAi(response("completed", "[]", USAGE).formatted("true"));
        assertThat(fetched.background()).isTrue();
        assertThat(fetched.usageFinal()).isTrue();
    }

    private static String event(String type, String response) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":1,\"response\":" + response
                + "}\n\n";
    }

    private static final String TOOL_DONE = """
            event: response.output_item.done
            data: {"item":{"id":"ws_1","type":"web_search_call"},"type":"response.output_item.done"}

            """;

    @Test
    void aStreamedResponseIsReadFromItsTerminalEvent() {
        for (String end : new String[] {"completed", "incomplete"}) {
            Answer answer = Feeding.openAi(event("response.created", response("in_progress", "[]", "null"))
                            .formatted("false")
                    + TOOL_DONE
                    + event("response." + end, response(end, "[{\"type\":\"web_search_call\"}]", USAGE))
                            .formatted("false"));
            assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(87);
            assertThat(answer.usage().serverTools()).isEqualTo(Map.of("web_search", 1L));
            assertThat(answer.usageFinal()).isTrue();
            assertThat(answer.terminated()).isTrue();
            assertThat(answer.errorType()).isNull();
            assertThat(answer.responseId()).isEqualTo("resp_1");
            assertThat(answer.responseStatus()).isEqualTo(end);
        }
    }

    @Test
    void aFailedResponseIsAnErrorWithTheProvidersCode() {
        Answer answer = Feeding.openAi(
                event(
                        "response.failed",
                        "{\"id\":\"resp_1\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"m\"},\"usage\":null}"));
        assertThat(answer.errorType()).isEqualTo("server_error");
        assertThat(answer.terminated()).isTrue();
        assertThat(answer.usageFinal()).isFalse();
        assertThat(Feeding.openAi(event("response.failed", "{\"error\":null}")).errorType())
                .isEqualTo("response.failed");
        assertThat(Feeding.openAi("data: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}\n\n")
                        .errorType())
                .isEqualTo("rate_limit_exceeded");
    }

    @Test
    void aCutStreamKeepsTheToolsThatWereUsedAndClaimsNoTier() {
        Answer answer = Feeding.cut(
                () -> new OpenAiReader(Dialect.OPENAI),
                event("response.created", "{\"id\":\"resp_1\",\"service_tier\":\"auto\",\"status\":\"in_progress\"}")
                        + TOOL_DONE
                        + TOOL_DONE);
        assertThat(answer.usage().serverTools()).isEqualTo(Map.of("web_search", 2L));
        assertThat(answer.serviceTier()).isNull();
        assertThat(answer.terminated()).isFalse();
        assertThat(answer.responseId()).isEqualTo("resp_1");
    }

    @Test
    void aChatCompletionInTheResponsesPlaceIsReadToo() {
        Answer answer = Feeding.openAi("{\"id\":\"x\",\"choices\":[{\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":19,\"completion_tokens\":1969}}");
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(1969);
        assertThat(answer.usageFinal()).isTrue();
    }

    @Test
    void toolNamesThatNeverEndAreBounded() {
        StringBuilder output = new StringBuilder("[");
        for (int i = 0; i < 5_000; i++) {
            output.append(i == 0 ? "" : ",").append("{\"type\":\"t").append(i).append("_call\"}");
        }
        Answer answer =
                Feeding.openAi(response("completed", output + "]", USAGE).formatted("false"));
        assertThat(answer.usage().serverTools()).hasSize(64);
    }
}
