package io.tallyspan.testing.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeProviderTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FakeProvider provider = FakeProvider.start();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void closeProvider() {
        provider.close();
    }

    @Test
    void chatAnswersHaveTheShapesOfOpenAi() throws Exception {
        HttpResponse<String> response = post(CHAT, chat("gpt-4o-mini", "hello"));

        JsonNode body = Json.parse(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(body.path("id").asText()).matches("chatcmpl-[0-9A-Za-z]{29}");
        assertThat(body.path("model").asText()).isEqualTo("gpt-4o-mini-2024-07-18");
        assertThat(header(response, "x-request-id")).matches("req_[0-9a-f]{32}");
        assertThat(provider.books().observable()).singleElement().satisfies(answer -> {
            assertThat(answer.responseId()).isEqualTo(body.path("id").asText());
            assertThat(answer.usage().get(Unit.INPUT_TOKENS))
                    .isEqualTo(body.path("usage").path("prompt_tokens").asLong());
            assertThat(answer.usage().get(Unit.OUTPUT_TOKENS))
                    .isEqualTo(body.path("usage").path("completion_tokens").asLong());
        });
    }

    @Test
    void messagesLeaveTheCachesOutOfTheirInput() throws Exception {
        provider.script()
                .next(Reply.ok()
                        .usage(Usage.builder()
                                .set(Unit.INPUT_TOKENS, 60)
                                .set(Unit.CACHE_READ_TOKENS, 30)
                                .set(Unit.CACHE_WRITE_TOKENS, 20)
                                .set(Unit.OUTPUT_TOKENS, 7)
                                .setServerTool("web_search", 2)
                                .build()));

        HttpResponse<String> response = post("/v1/messages", chat("claude-haiku-4-5", "hello"));

        JsonNode usage = Json.parse(response.body()).path("usage");
        assertThat(usage.path("input_tokens").asLong()).isEqualTo(10);
        assertThat(usage.path("cache_read_input_tokens").asLong()).isEqualTo(30);
        assertThat(usage.path("server_tool_use").path("web_search_requests").asLong())
                .isEqualTo(2);
        assertThat(Json.parse(response.body()).path("id").asText()).matches("msg_[0-9A-Za-z]{24}");
        assertThat(header(response, "request-id")).matches("req_[0-9A-Za-z]{24}");
    }

    @Test
    void billingLinesAreSummedInTheBooksAndNotAtTheTopOfTheBody() throws Exception {
        Usage message = Usage.builder()
                .set(Unit.INPUT_TOKENS, 220)
                .set(Unit.OUTPUT_TOKENS, 5)
                .build();
        Usage compaction = Usage.builder()
                .set(Unit.INPUT_TOKENS, 55_196)
                .set(Unit.OUTPUT_TOKENS, 300)
                .build();
        provider.script()
                .next(Reply.ok()
                        .lines(List.of(
                                new UsageLine(0, "compaction", null, compaction),
                                new UsageLine(1, "message", null, message))));

        HttpResponse<String> response = post("/v1/messages", chat("claude-haiku-4-5", "hello"));

        JsonNode usage = Json.parse(response.body()).path("usage");
        assertThat(usage.path("input_tokens").asLong()).isEqualTo(220);
        assertThat(usage.path("iterations")).hasSize(2);
        assertThat(provider.books().observableTotal().get(Unit.INPUT_TOKENS)).isEqualTo(55_416L);
    }

    @Test
    void chatStreamsStateUsageOnlyWhenAsked() throws Exception {
        String silent = post(CHAT, stream("gpt-4o", "hello", "")).body();
        assertThat(silent).contains("data: [DONE]").doesNotContain("prompt_tokens");
        assertThat(provider.books().unobservable()).hasSize(1);

        String asked = post(CHAT, stream("gpt-4o", "hello", ",\"stream_options\":{\"include_usage\":true}"))
                .body();
        assertThat(events(asked)).last().isEqualTo("[DONE]");
        assertThat(asked).contains("\"usage\":null").contains("prompt_tokens");
        assertThat(provider.books().observable()).hasSize(1);
    }

    @Test
    void anthropicStreamsStartWithAProvisionalCountAndEndWithTheCumulativeOne() throws Exception {
        provider.script().next(Reply.ok().cumulativeDeltas().chunks(3));

        List<String> events = events(
                post("/v1/messages", stream("claude-haiku-4-5", "hello", "")).body());

        Long output = provider.books().observableTotal().get(Unit.OUTPUT_TOKENS);
        assertThat(Json.parse(events.get(0)).at("/message/usage/output_tokens").asLong())
                .isEqualTo(1);
        assertThat(events).anyMatch(event -> event.contains("\"ping\""));
        List<Long> stated = new ArrayList<>();
        for (String event : events) {
            JsonNode json = Json.parse(event);
            if (json.path("type").asText().equals("message_delta")) {
                stated.add(json.at("/usage/output_tokens").asLong());
            }
        }
        assertThat(stated).hasSize(4).isSorted().last().isEqualTo(output);
        assertThat(events).last().asString().contains("message_stop");
    }

    @Test
    void responsesStreamEndsWithTheWholeResponse() throws Exception {
        List<String> events =
                events(post("/v1/responses", stream("gpt-5", "hello", "")).body());

        JsonNode last = Json.parse(events.get(events.size() - 1));
        assertThat(last.path("type").asText()).isEqualTo("response.completed");
        assertThat(last.at("/response/id").asText()).matches("resp_[0-9a-f]{50}");
        assertThat(last.at("/response/usage/input_tokens").asLong())
                .isEqualTo(provider.books().observableTotal().get(Unit.INPUT_TOKENS));
        assertThat(Json.parse(events.get(0)).at("/response/usage").isNull()).isTrue();
    }

    @Test
    void backgroundResponsesAreBilledWhenTheyAreFetchedCompleted() throws Exception {
        provider.script().next(Reply.ok().polls(1));
        String body = "{\"model\":\"gpt-5\",\"input\":\"hello\",\"background\":true}";

        JsonNode queued = Json.parse(post("/v1/responses", body).body());
        assertThat(queued.path("status").asText()).isEqualTo("queued");
        String path = "/v1/responses/" + queued.path("id").asText();
        assertThat(Json.parse(get(path).body()).path("status").asText()).isEqualTo("in_progress");
        assertThat(provider.books().billed()).isEmpty();

        JsonNode completed = Json.parse(get(path).body());
        assertThat(completed.path("status").asText()).isEqualTo("completed");
        assertThat(completed.path("background").asBoolean()).isTrue();
        get(path);
        assertThat(provider.books().observable()).hasSize(1);
        assertThat(provider.books().replayed()).isEqualTo(1);
    }

    @Test
    void embeddingsHaveNoIdButARequestId() throws Exception {
        HttpResponse<String> response =
                post("/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"x\"}");

        assertThat(Json.parse(response.body()).has("id")).isFalse();
        assertThat(provider.books().observable())
                .singleElement()
                .satisfies(answer -> assertThat(answer.requestId()).isEqualTo(header(response, "x-request-id")));
    }

    @Test
    void theSecondEventWaitsForItsGateWhileTheFirstIsRead() throws Exception {
        Gate gate = new Gate();
        provider.script().next(Reply.ok().gateBefore(1, gate));
        HttpResponse<InputStream> response =
                client.send(request(CHAT, stream("gpt-4o", "hello", "")), BodyHandlers.ofInputStream());
        byte[] first = new byte[20];

        assertThat(response.body().readNBytes(first, 0, 20)).isEqualTo(20);
        gate.awaitReached(PATIENCE);
        assertThat(gate.isOpen()).isFalse();
        gate.open();
        assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("[DONE]");
    }

    @Test
    void aResetStreamIsBilledAndUnobservable() {
        provider.script().next(Reply.ok().resetAfter(2));

        assertThatThrownBy(() -> post(CHAT, stream("gpt-4o", "hello", ",\"stream_options\":{\"include_usage\":true}")))
                .isInstanceOf(IOException.class);
        provider.awaitIdle(PATIENCE);
        assertThat(provider.books().unobservable()).hasSize(1);
        assertThat(provider.books().observable()).isEmpty();
    }

    @Test
    void resetsBeforeTheHeadAndTimeoutsAreBilled() {
        provider.script().next(Reply.resetBeforeHeaders(), Reply.timesOut());

        assertThatThrownBy(() -> post(CHAT, chat("gpt-4o", "reset"))).isInstanceOf(IOException.class);
        HttpRequest impatient = HttpRequest.newBuilder(request(CHAT, chat("gpt-4o", "silence")), (name, value) -> true)
                .timeout(Duration.ofMillis(300))
                .build();
        assertThatThrownBy(() -> client.send(impatient, BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        provider.awaitIdle(PATIENCE);
        assertThat(provider.books().unobservable()).hasSize(2);
    }

    @Test
    void errorsAreRefusalsInTheProvidersShapeAndFilteredPromptsAreBilled() throws Exception {
        provider.script()
                .next(
                        Reply.rateLimited(Duration.ofSeconds(1)),
                        Reply.error(529),
                        Reply.errorWithStatus200(),
                        Reply.contentFiltered());

        HttpResponse<String> limited = post(CHAT, chat("gpt-4o", "a"));
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(header(limited, "retry-after")).isEqualTo("1");
        assertThat(Json.parse(limited.body()).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
        HttpResponse<String> overloaded = post("/v1/messages", chat("claude-haiku-4-5", "b"));
        assertThat(Json.parse(overloaded.body()).at("/error/type").asText()).isEqualTo("overloaded_error");
        assertThat(post(CHAT, chat("gpt-4o", "c")).statusCode()).isEqualTo(200);
        assertThat(provider.books().billed()).isEmpty();
        HttpResponse<String> filtered = post("/openai/deployments/gpt-4o/chat/completions", "{\"messages\":[]}");
        assertThat(Json.parse(filtered.body()).at("/error/code").asText()).isEqualTo("content_filter");
        assertThat(header(filtered, "apim-request-id")).hasSize(36);
        assertThat(provider.books().refused()).isEqualTo(3);
        assertThat(provider.books().unobservable())
                .singleElement()
                .satisfies(answer ->
                        assertThat(answer.usage().has(Unit.OUTPUT_TOKENS)).isFalse());
    }

    @Test
    void truncatedBodiesEndBeforeTheirUsage() throws Exception {
        provider.script().next(Reply.ok().truncated());

        String body = post(CHAT, chat("gpt-4o", "hello")).body();

        assertThat(body).startsWith("{").doesNotContain("usage");
        assertThat(provider.books().unobservable()).hasSize(1);
    }

    @Test
    void cachedAnswersAreBilledOnce() throws Exception {
        provider.script().path(CHAT).always(Reply.ok().cached());

        HttpResponse<String> first = post(CHAT, chat("gpt-4o", "hello"));
        HttpResponse<String> second = post(CHAT, chat("gpt-4o", "hello"));

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(header(second, "x-request-id")).isNotEqualTo(header(first, "x-request-id"));
        assertThat(provider.books().billed()).hasSize(1);
        assertThat(provider.books().replayed()).isEqualTo(1);
    }

    @Test
    void compressesOnlyForThoseWhoAccept() throws Exception {
        provider.script().path(CHAT).always(Reply.ok().gzip().text("hello"));
        HttpRequest accepting = HttpRequest.newBuilder(request(CHAT, chat("gpt-4o", "x")), (name, value) -> true)
                .header("Accept-Encoding", "gzip")
                .build();

        HttpResponse<byte[]> response = client.send(accepting, BodyHandlers.ofByteArray());
        byte[] body = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();

        assertThat(new String(body, StandardCharsets.UTF_8)).contains("\"hello\"");
        assertThat(post(CHAT, chat("gpt-4o", "x")).headers().firstValue("content-encoding"))
                .isEmpty();
    }

    @Test
    void answersDependOnSeedBodyRetryAndOccurrenceButNotOnArrival() throws Exception {
        Set<String> forwards = idsOf(List.of("a", "b", "a", "c"), "run-1-of-the-demo");
        try (FakeProvider other = FakeProvider.start()) {
            Set<String> backwards = new TreeSet<>();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (String prompt : List.of("c", "a", "b", "a")) {
                answers.add(client.sendAsync(seeded(other, prompt, "run-1-of-the-demo", 0), BodyHandlers.ofString()));
            }
            for (var answer : answers) {
                backwards.add(Json.parse(answer.join().body()).path("id").asText());
            }
            assertThat(backwards).hasSize(4).isEqualTo(forwards);
        }
        assertThat(idsOf(List.of("a"), "run-2-of-the-demo")).doesNotContainAnyElementsOf(forwards);
        String retried = client.send(seeded(provider, "a", "run-1-of-the-demo", 1), BodyHandlers.ofString())
                .body();
        assertThat(forwards).doesNotContain(Json.parse(retried).path("id").asText());
    }

    @Test
    void toolCallsAreSpokenInEveryDialect() throws Exception {
        provider.script()
                .on(request -> true)
                .always(Reply.ok().toolCalls(new ToolCall("lookup", "{\"order\":\"é7\"}")));

        JsonNode chat = Json.parse(post(CHAT, chat("gpt-4o", "x")).body());
        assertThat(chat.at("/choices/0/message/tool_calls/0/function/name").asText())
                .isEqualTo("lookup");
        JsonNode messages =
                Json.parse(post("/v1/messages", chat("claude-haiku-4-5", "x")).body());
        assertThat(messages.at("/content/0/input/order").asText()).isEqualTo("é7");
        JsonNode responses = Json.parse(
                post("/v1/responses", "{\"model\":\"gpt-5\",\"input\":\"x\"}").body());
        assertThat(responses.at("/output/0/type").asText()).isEqualTo("function_call");
        assertThat(post("/v1/messages", stream("claude-haiku-4-5", "x", "")).body())
                .contains("input_json_delta");
    }

    @Test
    void hundredsOfConnectionsAreServedAtOnce() {
        Gate gate = new Gate();
        provider.script().path(CHAT).always(Reply.ok().gate(gate));
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(client.sendAsync(request(CHAT, chat("gpt-4o", "p" + i)), BodyHandlers.ofString()));
        }
        provider.awaitRequests(300, PATIENCE);
        gate.open();

        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(provider.books().observable()).hasSize(300);
    }

    @Test
    void aScriptThatADialectCannotSpeakFailsTheTest() {
        FakeProvider other = FakeProvider.start();
        other.script()
                .next(Reply.ok()
                        .usage(Usage.builder().set(Unit.REASONING_TOKENS, 1).build()));

        HttpRequest request = HttpRequest.newBuilder(other.url().resolve("/v1/messages"))
                .POST(HttpRequest.BodyPublishers.ofString(chat("claude-haiku-4-5", "x")))
                .build();
        assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString())).isInstanceOf(IOException.class);
        other.awaitIdle(PATIENCE);
        assertThatThrownBy(other::close).isInstanceOf(AssertionError.class).hasMessageContaining("reasoning_tokens");
    }

    private Set<String> idsOf(List<String> prompts, String seed) throws Exception {
        Set<String> ids = new TreeSet<>();
        for (String prompt : prompts) {
            String body = client.send(seeded(provider, prompt, seed, 0), BodyHandlers.ofString())
                    .body();
            ids.add(Json.parse(body).path("id").asText());
        }
        return ids;
    }

    private static HttpRequest seeded(FakeProvider provider, String prompt, String seed, int retryCount) {
        return HttpRequest.newBuilder(provider.url().resolve(CHAT))
                .header(FakeProvider.SEED_HEADER, seed)
                .header("X-Stainless-Retry-Count", Integer.toString(retryCount))
                .POST(HttpRequest.BodyPublishers.ofString(chat("gpt-4o", prompt)))
                .build();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(request(path, body), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(provider.url().resolve(path)).build(), BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(provider.url().resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String chat(String model, String prompt) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    }

    private static String stream(String model, String prompt, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt
                + "\"}],\"stream\":true" + more + "}";
    }

    private static List<String> events(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }
}
