package io.tallyspan.conformance.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.id.Dialect;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.UsageRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** A vendor without an SDK: its models speak through Spring's own HTTP clients, which Boot builds. */
class OllamaTest extends SpringCases {

    private static final String END = """
            {"model":"qwen3","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":" you"},\
            "done":true,"done_reason":"stop","total_duration":1,"load_duration":1,"prompt_eval_count":26,\
            "prompt_eval_duration":1,"eval_count":290,"eval_duration":1}
            """;
    private static final String PIECE = """
            {"model":"qwen3","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"Hello"},\
            "done":false}
            """;

    @BeforeEach
    void speakOllama() {
        dialect = Dialect.OLLAMA;
    }

    /** Boot makes no {@code RestClient} in reactive applications. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "servlet", "reactive"})
    void callsAreObserved(String web) {
        answer("application/json", END);

        String text = ollama(web).getBean(Assistant.class).answer("acme", "hello");

        assertThat(text).isEqualTo(" you");
        assertUsage("answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "servlet", "reactive"})
    void streamsAreObserved(String web) {
        answer("application/x-ndjson", PIECE + END);
        Assistant assistant = ollama(web).getBean(Assistant.class);

        String text = String.join(
                "", assistant.streamingLoop("acme", "hello").collectList().block());

        assertThat(text).isEqualTo("Hello you");
        assertUsage("loop");
    }

    private void answer(String type, String body) {
        provider.script().path("/api/chat").always(Reply.raw(200, type, body.getBytes(UTF_8)));
    }

    private ConfigurableApplicationContext ollama(String web) {
        return start(web, "spring.ai.model.chat=ollama", "spring.ai.ollama.chat.model=qwen3");
    }

    private void assertUsage(String step) {
        UsageRecord record = recorder.awaitOne()
                .isEvent()
                .hasCustomer("acme")
                .hasFeature("chat")
                .hasStepPath(step)
                .get();
        assertThat(record.usage().get(Unit.INPUT_TOKENS)).isEqualTo(26);
        assertThat(record.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(290);
    }
}
