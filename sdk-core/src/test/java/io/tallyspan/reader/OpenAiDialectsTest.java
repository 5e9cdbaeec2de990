package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.http.Headers;
import io.tallyspan.id.Dialect;
import io.tallyspan.reader.OpenAiMediaReader.Medium;
import io.tallyspan.usage.StatedCharge;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the servers that copied OpenAI's API count and charge in a way of their own. */
class OpenAiDialectsTest {

    private static Answer read(Dialect dialect, String body) {
        return Feeding.whole(() -> new OpenAiReader(dialect), body.getBytes(UTF_8), null, true);
    }

    private static Answer media(Medium medium, RequestFacts request, Map<String, String> headers, String body) {
        Endpoint endpoint = Feeding.endpoint(() -> new OpenAiMediaReader(Dialect.OPENAI, medium));
        ResponseParser whole = new ResponseParser(endpoint, request, 200, Headers.of(headers));
        byte[] bytes = body.getBytes(UTF_8);
        whole.feed(bytes, 0, bytes.length);
        Answer answer = whole.finish(true);
        ResponseParser pieces = new ResponseParser(endpoint, request, 200, Headers.of(headers));
        for (int i = 0; i < bytes.length; i++) {
            pieces.feed(bytes, i, 1);
        }
        assertThat(pieces.finish(true)).isEqualTo(answer);
        return answer;
    }

    private static String usage(String members) {
        return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{" + members + "}}";
    }

    private static long count(Answer answer, Unit unit) {
        Long count = answer.usage().get(unit);
        return count == null ? -1 : count;
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, 12, 30, 42, 12, 30, reasoning inside",
        "XAI, 12, 1, 33, 12, 21, reasoning outside of xAI's completion",
        "COMPATIBLE, 12, 1, 33, 12, 21, the total tells it of any server",
        "GROQ, 17, 649, 666, 17, 649, reasoning inside"
    })
    void reasoningIsCountedOnceWhereverItStands(
            Dialect dialect, int prompt, int completion, int total, long input, long output, String why) {
        Answer answer = read(
                dialect,
                usage("\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion + ",\"total_tokens\":"
                        + total + ",\"completion_tokens_details\":{\"reasoning_tokens\":20}"));
        assertThat(count(answer, Unit.INPUT_TOKENS)).as(why).isEqualTo(input);
        assertThat(count(answer, Unit.OUTPUT_TOKENS)).as(why).isEqualTo(output);
        assertThat(count(answer, Unit.REASONING_TOKENS)).isEqualTo(20);
    }

    @Test
    void reasoningThatGoogleHidesIsTakenFromTheTotal() {
        String body = usage("\"prompt_tokens\":35,\"completion_tokens\":12,\"total_tokens\":109");
        assertThat(count(read(Dialect.GEMINI, body), Unit.OUTPUT_TOKENS)).isEqualTo(74);
        assertThat(count(
                        read(Dialect.COMPATIBLE, body.replace("\"m\"", "\"google/gemini-2.5-pro\"")),
                        Unit.OUTPUT_TOKENS))
                .as("through a gateway")
                .isEqualTo(74);
        assertThat(count(read(Dialect.COMPATIBLE, body), Unit.OUTPUT_TOKENS))
                .as("of other models nothing is guessed")
                .isEqualTo(12);
    }

    @Test
    void audioThatMistralCountsBesideThePromptIsInput() {
        Answer answer = read(
                Dialect.MISTRAL,
                usage("\"prompt_tokens\":9,\"completion_tokens\":248,\"total_tokens\":632,"
                        + "\"prompt_tokens_details\":{\"audio_tokens\":375},\"num_cached_tokens\":4"));
        assertThat(count(answer, Unit.INPUT_TOKENS)).isEqualTo(384);
        assertThat(count(answer, Unit.INPUT_AUDIO_TOKENS)).isEqualTo(375);
        assertThat(count(answer, Unit.CACHE_READ_TOKENS)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "TOGETHER, cached_tokens",
        "MISTRAL, num_cached_tokens",
        "DEEPSEEK, prompt_cache_hit_tokens",
        "LITELLM, cache_read_input_tokens"
    })
    void cachedTokensAreFoundUnderEveryName(Dialect dialect, String name) {
        Answer answer = read(
                dialect, usage("\"prompt_tokens\":50,\"completion_tokens\":5,\"total_tokens\":55,\"" + name + "\":40"));
        assertThat(answer.usage())
                .isEqualTo(Usage.builder()
                        .set(Unit.INPUT_TOKENS, 50)
                        .set(Unit.OUTPUT_TOKENS, 5)
                        .set(Unit.CACHE_READ_TOKENS, 40)
                        .build());
    }

    @Test
    void writersDetailsInTheSingularAreRead() {
        Answer answer = read(
                Dialect.WRITER,
                usage("\"prompt_tokens\":40,\"completion_tokens\":300,\"prompt_token_details\":{\"cached_tokens\":8},"
                        + "\"completion_token_details\":{\"reasoning_tokens\":100}"));
        assertThat(count(answer, Unit.CACHE_READ_TOKENS)).isEqualTo(8);
        assertThat(count(answer, Unit.REASONING_TOKENS)).isEqualTo(100);
    }

    @Test
    void groqsUsageMayStandInItsOwnMemberAlone() {
        Answer answer = read(
                Dialect.GROQ,
                "data: {\"id\":\"chatcmpl-a\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],"
                        + "\"x_groq\":{\"id\":\"req_1\",\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":26,"
                        + "\"total_tokens\":38}}}\n\ndata: [DONE]\n\n");
        assertThat(count(answer, Unit.OUTPUT_TOKENS)).isEqualTo(26);
        assertThat(answer.usageFinal()).isTrue();
        assertThat(answer.responseId()).isEqualTo("chatcmpl-a");
    }

    @Test
    void moonshotsUsageInsideTheLastChoiceIsRead() {
        Answer answer = read(
                Dialect.COMPATIBLE,
                "data: {\"choices\":[{\"finish_reason\":\"stop\",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":12,"
                        + "\"cached_tokens\":3}}]}\n\ndata: [DONE]\n\n");
        assertThat(count(answer, Unit.OUTPUT_TOKENS)).isEqualTo(12);
        assertThat(count(answer, Unit.CACHE_READ_TOKENS)).isEqualTo(3);
    }

    @Test
    void perplexitysReasoningIsOutsideOfItsTotalToo() {
        Answer answer = read(
                Dialect.PERPLEXITY,
                usage("\"prompt_tokens\":7,\"completion_tokens\":100,\"total_tokens\":107,\"reasoning_tokens\":900,"
                        + "\"num_search_queries\":28,\"search_context_size\":\"high\","
                        + "\"cost\":{\"currency\":\"USD\",\"total_cost\":0.0123}"));
        assertThat(count(answer, Unit.OUTPUT_TOKENS)).isEqualTo(1000);
        assertThat(answer.usage().serverTools()).containsExactly(Map.entry("web_search", 28L));
        assertThat(answer.priceDimensions()).containsExactly(Map.entry("search_context_size", "high"));
        assertThat(answer.charge()).isEqualTo(StatedCharge.usd(new BigDecimal("0.0123")));
    }

    @Test
    void chargesAreReadWhereTheirMeaningIsKnown() {
        String ticks = usage("\"prompt_tokens\":1,\"completion_tokens\":1,\"cost_in_usd_ticks\":1176500");
        assertThat(read(Dialect.XAI, ticks).charge()).isEqualTo(StatedCharge.usd(new BigDecimal("0.00011765")));
        assertThat(read(Dialect.AZURE, ticks).charge()).isNull();
        assertThat(read(Dialect.XAI, ticks.replace("1176500", "0")).charge()).isNull();
        String cost = usage("\"prompt_tokens\":1,\"completion_tokens\":1,\"cost\":3.4e-7,\"is_byok\":false,"
                + "\"cost_details\":{\"upstream_inference_cost\":0.5}");
        assertThat(read(Dialect.OPENROUTER, cost).charge()).isEqualTo(StatedCharge.usd(new BigDecimal("3.4E-7")));
        assertThat(read(Dialect.OPENROUTER, cost.replace("\"is_byok\":false", "\"is_byok\":true"))
                        .charge())
                .as("the vendor is paid directly")
                .isEqualTo(StatedCharge.usd(new BigDecimal("0.5")));
        assertThat(read(Dialect.COMPATIBLE, cost).charge()).isNull();
        assertThat(read(Dialect.OPENROUTER, cost.replace("3.4e-7", "1e999999999"))
                        .charge())
                .as("an absurd number is none")
                .isNull();
    }

    @Test
    void litellmsChargeStandsInAHeader() {
        Endpoint endpoint = Feeding.endpoint(() -> new OpenAiReader(Dialect.LITELLM));
        ResponseParser parser = new ResponseParser(
                endpoint, RequestFacts.NONE, 200, Headers.of(Map.of("x-litellm-response-cost", "0.00042")));
        byte[] body = usage("\"prompt_tokens\":1,\"completion_tokens\":1").getBytes(UTF_8);
        parser.feed(body, 0, body.length);
        assertThat(parser.finish(true).charge()).isEqualTo(StatedCharge.usd(new BigDecimal("0.00042")));
    }

    @Test
    void xaisToolsAreCountedUnlessThereWereNone() {
        Answer answer = read(
                Dialect.XAI,
                "{\"id\":\"r\",\"output\":[{\"type\":\"web_search_call\"}],\"usage\":{\"input_tokens\":5,\"output_tokens\":6,"
                        + "\"server_side_tool_usage_details\":{\"web_search_calls\":3,\"x_search_calls\":0,"
                        + "\"code_interpreter_calls\":1}}}");
        assertThat(answer.usage().serverTools())
                .containsExactlyInAnyOrderEntriesOf(Map.of("web_search", 3L, "code_interpreter", 1L));
    }

    @Test
    void aTotalAloneIsInput() {
        assertThat(read(Dialect.VOYAGE, "{\"data\":[],\"model\":\"v\",\"usage\":{\"total_tokens\":12}}")
                        .usage())
                .isEqualTo(Usage.builder().set(Unit.INPUT_TOKENS, 12).build());
    }

    @Test
    void imagesAreCountedAndSized() {
        Answer answer = media(
                Medium.IMAGES,
                new RequestFacts("dall-e-3", false, false, false, null, "1024x1024", "hd", false),
                Map.of(),
                "{\"created\":1,\"data\":[{\"b64_json\":\"QUJD\"},{\"url\":\"u\"}]}");
        assertThat(answer.usage()).isEqualTo(Usage.builder().set(Unit.IMAGES, 2).build());
        assertThat(answer.usageFinal()).isTrue();
        assertThat(answer.priceDimensions())
                .containsExactlyInAnyOrderEntriesOf(Map.of("image_size", "1024x1024", "image_quality", "hd"));
    }

    @Test
    void aStreamedImageHasItsTokens() {
        Answer answer = media(
                Medium.IMAGES,
                RequestFacts.NONE,
                Map.of("Content-Type", "text/event-stream"),
                "event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"size\":\"1024x1024\","
                        + "\"usage\":{\"input_tokens\":50,\"output_tokens\":1056,\"total_tokens\":1106,"
                        + "\"input_tokens_details\":{\"text_tokens\":50,\"image_tokens\":0}}}\n\n");
        assertThat(count(answer, Unit.OUTPUT_TOKENS)).isEqualTo(1056);
        assertThat(count(answer, Unit.IMAGES)).isEqualTo(1);
        assertThat(answer.usageFinal()).isTrue();
        assertThat(answer.terminated()).isTrue();
    }

    @Test
    void speechIsBilledByTheCharactersOfTheRequest() {
        RequestFacts request = new RequestFacts("tts-1", false, false, false, 1234L, null, null, false);
        for (String type : new String[] {"audio/mpeg", "application/octet-stream"}) {
            Answer answer = media(Medium.SPEECH, request, Map.of("Content-Type", type), "data not to be read {[");
            assertThat(answer.usage())
                    .isEqualTo(Usage.builder().set(Unit.CHARACTERS, 1234).build());
            assertThat(answer.usageFinal()).isTrue();
            assertThat(answer.unreadable()).isFalse();
        }
    }

    @Test
    void transcriptsAreBilledByTokensOrSeconds() {
        Answer tokens = media(
                Medium.TRANSCRIPT,
                RequestFacts.NONE,
                Map.of(),
                "{\"text\":\"t\",\"usage\":{\"type\":\"tokens\",\"total_tokens\":182,\"input_tokens\":37,"
                        + "\"input_token_details\":{\"text_tokens\":0,\"audio_tokens\":37},\"output_tokens\":145}}");
        assertThat(count(tokens, Unit.INPUT_AUDIO_TOKENS)).isEqualTo(37);
        assertThat(count(tokens, Unit.OUTPUT_TOKENS)).isEqualTo(145);
        Answer seconds = media(
                Medium.TRANSCRIPT,
                RequestFacts.NONE,
                Map.of(),
                "{\"duration\":36.7,\"text\":\"t\",\"usage\":{\"type\":\"duration\",\"seconds\":37}}");
        assertThat(seconds.usage().getFraction(Unit.AUDIO_SECONDS)).isEqualTo(37.0);
        assertThat(seconds.usageFinal()).isTrue();
        Answer text = media(Medium.TRANSCRIPT, RequestFacts.NONE, Map.of("Content-Type", "text/plain"), "every word");
        assertThat(text.usage().isEmpty()).isTrue();
        assertThat(text.terminated()).as("nothing was cut").isTrue();
    }

    @Test
    void moderationsAreOneRequestAndFree() {
        Answer answer = media(Medium.MODERATION, RequestFacts.NONE, Map.of(), "{\"id\":\"modr-1\",\"results\":[]}");
        assertThat(answer.usage())
                .isEqualTo(Usage.builder().set(Unit.REQUESTS, 1).build());
        assertThat(answer.usageFinal()).isTrue();
    }

    @Test
    void ofAStreamedRunOnlyTheRunItselfCounts() {
        Answer answer = Feeding.whole(
                OpenAiRunReader::new,
                ("event: thread.run.created\ndata: {\"id\":\"run_1\",\"object\":\"thread.run\",\"status\":\"queued\","
                                + "\"model\":\"gpt-4o\",\"usage\":null}\n\n"
                                + "event: thread.run.step.completed\ndata: {\"id\":\"step_1\",\"object\":\"thread.run.step\","
                                + "\"status\":\"completed\",\"usage\":{\"prompt_tokens\":999,\"completion_tokens\":999}}\n\n"
                                + "event: thread.run.completed\ndata: {\"id\":\"run_1\",\"object\":\"thread.run\","
                                + "\"status\":\"completed\",\"usage\":{\"prompt_tokens\":381,\"completion_tokens\":89,"
                                + "\"total_tokens\":470}}\n\nevent: done\ndata: [DONE]\n\n")
                        .getBytes(UTF_8),
                null,
                true);
        assertThat(answer.usage())
                .isEqualTo(Usage.builder()
                        .set(Unit.INPUT_TOKENS, 381)
                        .set(Unit.OUTPUT_TOKENS, 89)
                        .build());
        assertThat(answer.responseId()).isEqualTo("run_1");
        assertThat(answer.usageFinal()).isTrue();
        assertThat(answer.background()).isTrue();
    }
}
