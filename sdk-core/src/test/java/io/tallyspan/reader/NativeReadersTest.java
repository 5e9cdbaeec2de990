package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Gemini, Cohere, Ollama and watsonx, in their own words. */
class NativeReadersTest {

    private static Answer read(Supplier<? extends UsageReader> reader, String body) {
        return Feeding.whole(reader, body.getBytes(UTF_8), null, true);
    }

    private static Usage tokens(long input, long output) {
        return Usage.builder()
                .set(Unit.INPUT_TOKENS, input)
                .set(Unit.OUTPUT_TOKENS, output)
                .build();
    }

    @Test
    void geminisThoughtsAreOutputAndPromptsOfToolsAreInput() {
        Answer answer = read(
                GeminiReader::new,
                "{\"candidates\":[{\"finishReason\":\"STOP\",\"groundingMetadata\":{\"webSearchQueries\":[\"a\",\"b\"]}}],"
                        + "\"usageMetadata\":{\"promptTokenCount\":100,\"toolUsePromptTokenCount\":11,"
                        + "\"candidatesTokenCount\":20,\"thoughtsTokenCount\":302,\"cachedContentTokenCount\":60,"
                        + "\"totalTokenCount\":433,\"trafficType\":\"ON_DEMAND\","
                        + "\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":70},"
                        + "{\"tokenCount\":30,\"modality\":\"AUDIO\"}],"
                        + "\"cacheTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":10}]},"
                        + "\"modelVersion\":\"gemini-2.5-flash\",\"responseId\":\"abc\"}");
        assertThat(answer.usage())
                .isEqualTo(Usage.builder()
                        .set(Unit.INPUT_TOKENS, 111)
                        .set(Unit.OUTPUT_TOKENS, 322)
                        .set(Unit.CACHE_READ_TOKENS, 60)
                        .set(Unit.REASONING_TOKENS, 302)
                        .set(Unit.INPUT_AUDIO_TOKENS, 30)
                        .set(Unit.CACHED_AUDIO_TOKENS, 10)
                        .setServerTool("web_search", 2)
                        .build());
        assertThat(answer.serviceTier()).isEqualTo("ON_DEMAND");
        assertThat(answer.responseId()).isEqualTo("abc");
        assertThat(answer.usageFinal()).isTrue();
    }

    private static final String[] CHUNKS = {
        "{\"candidates\":[{\"content\":{}}],\"usageMetadata\":{\"promptTokenCount\":9,\"totalTokenCount\":9}}",
        "{\"candidates\":[{\"content\":{}}],\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":4,"
                + "\"thoughtsTokenCount\":30,\"totalTokenCount\":43}}",
        "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":9,"
                + "\"candidatesTokenCount\":23,\"thoughtsTokenCount\":30,\"totalTokenCount\":62}}"
    };

    @Test
    void ofGeminisStreamTheLastUsageCounts() {
        Answer events = read(GeminiReader::new, "data: " + String.join("\r\n\r\ndata: ", CHUNKS) + "\r\n\r\n");
        assertThat(events.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(53);
        assertThat(events.usageFinal()).isTrue();
        Answer array = read(GeminiReader::new, "[" + String.join("\n,\r\n", CHUNKS) + "\n]\n");
        assertThat(array.usage()).isEqualTo(events.usage());
        assertThat(array.usageFinal()).isTrue();
        assertThat(array.terminated()).isTrue();
        Answer cut = Feeding.cut(GeminiReader::new, "[" + CHUNKS[0] + "," + CHUNKS[1]);
        assertThat(cut.usageFinal()).isFalse();
        assertThat(cut.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(34);
        Answer broken = read(GeminiReader::new, "[" + CHUNKS[0] + ";");
        assertThat(broken.unreadable()).isTrue();
    }

    @Test
    void aCountOfZeroIsLeftOutByProtocolBuffers() {
        Answer blocked = read(
                GeminiReader::new,
                "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":8,"
                        + "\"totalTokenCount\":8}}");
        assertThat(blocked.usage()).isEqualTo(tokens(8, 0));
        assertThat(read(GeminiReader::new, "{\"embeddings\":[]}").usage().isEmpty())
                .as("no usage at all is unknown")
                .isTrue();
    }

    @Test
    void anInteractionOfAnAgentIsBilledByItsEnd() {
        Answer begun = read(
                GeminiInteractionsReader::new,
                "{\"id\":\"v1_a\",\"status\":\"in_progress\",\"agent\":\"deep-research\"}");
        assertThat(begun.background()).isTrue();
        assertThat(begun.responseStatus()).isEqualTo("in_progress");
        assertThat(begun.usageFinal()).isFalse();
        Answer done = read(
                GeminiInteractionsReader::new,
                "{\"id\":\"v1_a\",\"status\":\"completed\",\"model\":\"gemini-3-pro\",\"usage\":{\"total_input_tokens\":7,"
                        + "\"total_tool_use_tokens\":5,\"total_output_tokens\":26,\"total_thought_tokens\":115,"
                        + "\"total_cached_tokens\":0}}");
        assertThat(done.usage())
                .isEqualTo(tokens(12, 141).toBuilder()
                        .set(Unit.CACHE_READ_TOKENS, 0)
                        .set(Unit.REASONING_TOKENS, 115)
                        .build());
        assertThat(done.usageFinal()).isTrue();
    }

    @Test
    void coheresBilledUnitsWinOverItsTokens() {
        String usage = "\"billed_units\":{\"input_tokens\":39,\"output_tokens\":27},"
                + "\"tokens\":{\"input_tokens\":1683,\"output_tokens\":62}";
        assertThat(read(CohereReader::new, "{\"id\":\"c\",\"usage\":{" + usage + "}}")
                        .usage())
                .isEqualTo(tokens(39, 27));
        assertThat(read(
                                CohereReader::new,
                                "{\"id\":\"c\",\"usage\":{\"tokens\":{\"input_tokens\":3,\"output_tokens\":4}}}")
                        .usage())
                .isEqualTo(tokens(3, 4));
        Answer events = read(
                CohereReader::new,
                "event: message-start\ndata: {\"id\":\"c\",\"type\":\"message-start\"}\n\nevent: message-end\n"
                        + "data: {\"type\":\"message-end\",\"delta\":{\"usage\":{" + usage + "}}}\n\n");
        assertThat(events.usage()).isEqualTo(tokens(39, 27));
        assertThat(events.terminated()).isTrue();
        Answer lines = read(
                CohereReader::new,
                "{\"is_finished\":false,\"event_type\":\"stream-start\",\"generation_id\":\"g\"}\n"
                        + "{\"is_finished\":true,\"event_type\":\"stream-end\",\"response\":{\"response_id\":\"r\","
                        + "\"meta\":{" + usage + "}}}");
        assertThat(lines.usage()).isEqualTo(tokens(39, 27));
        assertThat(lines.responseId()).isEqualTo("r");
        assertThat(lines.usageFinal()).isTrue();
        assertThat(read(CohereReader::new, "{\"id\":\"c\",\"meta\":{\"billed_units\":{\"search_units\":1}}}")
                        .usage())
                .isEqualTo(Usage.builder().set(Unit.SEARCH_UNITS, 1).build());
    }

    @Test
    void ollamasLastLineStatesTheCounts() {
        Answer answer = read(OllamaReader::new, """
                {"model":"llama3","response":"a","done":false}
                {"model":"llama3","done":true,"prompt_eval_count":17,"eval_count":63}
                """);
        assertThat(answer.usage()).isEqualTo(tokens(17, 63));
        assertThat(answer.terminated()).isTrue();
        Answer cached = read(OllamaReader::new, "{\"model\":\"llama3\",\"done\":true,\"eval_count\":63}");
        assertThat(cached.usage())
                .isEqualTo(Usage.builder().set(Unit.OUTPUT_TOKENS, 63).build());
        Answer cut = Feeding.cut(OllamaReader::new, "{\"model\":\"llama3\",\"done\":false}\n{\"mod");
        assertThat(cut.terminated()).isFalse();
        assertThat(read(OllamaReader::new, "{\"done\":true}\nnonsense").unreadable())
                .isTrue();
    }

    @Test
    void watsonxStatesTheInputFirstAndTheOutputLast() {
        Answer answer = read(
                WatsonxReader::new,
                "id: 1\nevent: message\ndata: {\"model_id\":\"google/flan\",\"results\":[{\"generated_token_count\":1,"
                        + "\"input_token_count\":8,\"stop_reason\":\"not_finished\"}]}\n\n"
                        + "id: 2\nevent: message\ndata: {\"results\":[{\"generated_token_count\":11,\"input_token_count\":0,"
                        + "\"stop_reason\":\"eos_token\"}]}\n\n");
        assertThat(answer.usage()).isEqualTo(tokens(8, 11));
        assertThat(answer.responseModel()).isEqualTo("google/flan");
        assertThat(answer.usageFinal()).isTrue();
    }

    @Test
    void anthropicsOldCompletionEndsWithItsReasonAndStatesNothing() {
        Answer answer = read(
                AnthropicReader::new,
                "event: completion\ndata: {\"type\":\"completion\",\"id\":\"compl_1\",\"stop_reason\":null,\"model\":\"claude-2\"}"
                        + "\n\nevent: completion\ndata: {\"type\":\"completion\",\"id\":\"compl_1\","
                        + "\"stop_reason\":\"stop_sequence\",\"model\":\"claude-2\"}\n\n");
        assertThat(answer.usage().isEmpty()).isTrue();
        assertThat(answer.terminated()).isTrue();
        assertThat(answer.responseModel()).isEqualTo("claude-2");
    }

    @Test
    void charactersAreCountedWhateverTheTextsLength() {
        String text = "a\\n\\u00e9\\ud83d\\ude00é😀\\\\".repeat(100);
        RequestParser parser = new RequestParser("application/json");
        byte[] body = ("{\"model\":\"tts-1\",\"input\":\"" + text + "\"}").getBytes(UTF_8);
        for (int i = 0; i < body.length; i++) {
            parser.feed(body, i, 1);
        }
        assertThat(parser.facts().characters()).isEqualTo(700);
        RequestParser whole = new RequestParser(null);
        whole.feed(body, 0, body.length);
        assertThat(whole.facts()).isEqualTo(parser.facts());
    }

    @Test
    void aFormsFieldsAreReadAndItsFilesPassedOver() {
        byte[] body = ("--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n"
                        + "Content-Type: audio/mpeg\r\n\r\nbinary\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nnot-this"
                        + "\r\n--b1\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n"
                        + "--b1\r\nContent-Disposition: form-data; name=\"stream\"\r\n\r\ntrue\r\n"
                        + "--b1\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\ntwo\r\nlines\r\n--b1--\r\n")
                .getBytes(UTF_8);
        RequestParser parser = new RequestParser("multipart/form-data; boundary=b1");
        for (int i = 0; i < body.length; i++) {
            parser.feed(body, i, 1);
        }
        assertThat(parser.facts().model()).isEqualTo("whisper-1");
        assertThat(parser.facts().stream()).isTrue();
        assertThat(parser.facts().imageSize()).isNull();
    }
}
