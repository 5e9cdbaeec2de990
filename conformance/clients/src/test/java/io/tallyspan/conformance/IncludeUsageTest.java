package io.tallyspan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.id.Dialect;
import io.tallyspan.jdkhttp.TallyspanHttpClient;
import io.tallyspan.okhttp.TallyspanOkHttp;
import io.tallyspan.openai.TallyspanOpenAi;
import io.tallyspan.testing.kit.KitRequests;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.recorder.UsageRecorder;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.UsageRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams that are asked for their usage on the user's behalf, with real clients: nobody but the ledger sees it. */
class IncludeUsageTest {

    private static final String STREAM = KitRequests.stream(Dialect.OPENAI, "hello", false);

    @RegisterExtension
    final UsageRecorder recorder = new UsageRecorder();

    private final FakeProvider provider = FakeProvider.start();
    private final Tallyspan tallyspan = tallyspan("true");

    private Tallyspan tallyspan(String includeUsage) {
        return Tallyspan.builder()
                .host(provider.authority(), Dialect.OPENAI)
                .set("tallyspan.include-usage", includeUsage)
                .sink(recorder)
                .build();
    }

    @AfterEach
    void close() {
        tallyspan.close();
        provider.close();
    }

    private void isBilled() {
        recorder.awaitOne().isEvent().hasUsage(provider.books().observableTotal());
        assertThat(provider.requests().get(0).bodyText()).contains("\"stream_options\":{\"include_usage\":true}");
    }

    private static void isAsIfNobodyHadAsked(String stream) {
        assertThat(stream)
                .doesNotContain("usage")
                .doesNotContain("\"choices\":[]")
                .contains("data: [DONE]");
        assertThat(stream.split("\n\n", -1)).hasSizeGreaterThan(4);
    }

    private HttpRequest request(HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(provider.url().resolve("/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(body)
                .build();
    }

    private HttpClient jdk() {
        return TallyspanHttpClient.create(tallyspan)
                .wrap(HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build());
    }

    private String okHttp(OkHttpClient client) throws Exception {
        Request request = new Request.Builder()
                .url(provider.url().resolve("/v1/chat/completions").toString())
                .post(RequestBody.create(STREAM, MediaType.get("application/json")))
                .build();
        try (Response response = client.newCall(request).execute()) {
            assertThat(response.header("Content-Length")).isNull();
            return response.body().string();
        }
    }

    private OpenAIClient openAi(OkHttpClient transport) {
        return TallyspanOpenAi.create(tallyspan)
                .wrap(OpenAIOkHttpClient.builder()
                        .okHttpClient(transport)
                        .baseUrl(provider.url() + "/v1")
                        .apiKey("no-secret")
                        .build());
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage("hello");
    }

    private static void isAsIfNobodyHadAsked(List<ChatCompletionChunk> chunks) {
        assertThat(chunks)
                .hasSizeGreaterThan(2)
                .allSatisfy(chunk -> assertThat(chunk._usage().isMissing()).isTrue())
                .allSatisfy(chunk -> assertThat(chunk.choices()).isNotEmpty());
    }

    @Test
    void okHttp() throws Exception {
        isAsIfNobodyHadAsked(okHttp(TallyspanOkHttp.create(tallyspan).wrap(new OkHttpClient())));
        isBilled();
    }

    @Test
    void okHttpWithACompressedAnswer() throws Exception {
        provider.script().next(Reply.ok().gzip());
        isAsIfNobodyHadAsked(okHttp(TallyspanOkHttp.create(tallyspan).wrap(new OkHttpClient())));
        isBilled();
    }

    @Test
    void okHttpInSingleBytes() throws Exception {
        provider.script().next(Reply.ok().fragments(1));
        isAsIfNobodyHadAsked(okHttp(TallyspanOkHttp.create(tallyspan).wrap(new OkHttpClient())));
        isBilled();
    }

    @Test
    void jdkClientWithAString() throws Exception {
        isAsIfNobodyHadAsked(
                jdk().send(request(HttpRequest.BodyPublishers.ofString(STREAM)), HttpResponse.BodyHandlers.ofString())
                        .body());
        isBilled();
    }

    @Test
    void jdkClientWithAStreamInSingleBytes() throws Exception {
        provider.script().next(Reply.ok().fragments(1).keepAlives());
        HttpResponse<InputStream> response = jdk().send(
                        request(HttpRequest.BodyPublishers.ofString(STREAM)),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            isAsIfNobodyHadAsked(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        isBilled();
    }

    @Test
    void jdkClientAsyncWithLines() throws Exception {
        isAsIfNobodyHadAsked(jdk().sendAsync(
                        request(HttpRequest.BodyPublishers.ofByteArray(STREAM.getBytes(StandardCharsets.UTF_8))),
                        HttpResponse.BodyHandlers.ofLines())
                .get(20, TimeUnit.SECONDS)
                .body()
                .collect(Collectors.joining("\n", "", "\n")));
        isBilled();
    }

    @Test
    void jdkClientLeavesABodyAloneThatItCannotReadTwice() throws Exception {
        String stream = jdk().send(
                        request(HttpRequest.BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(STREAM.getBytes(StandardCharsets.UTF_8)))),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(stream).contains("data: [DONE]");
        recorder.awaitOne().isEvent();
        assertThat(provider.requests().get(0).bodyText()).isEqualTo(STREAM);
    }

    @Test
    void openAiJavasStream() {
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        OpenAIClient client = openAi(new OkHttpClient());
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(chat().build())) {
            stream.stream().forEach(chunks::add);
        }
        isAsIfNobodyHadAsked(chunks);
        isBilled();
    }

    @Test
    void openAiJavasAsyncStreamWithARetry() throws Exception {
        provider.script().next(Reply.error(500), Reply.ok());
        List<ChatCompletionChunk> chunks = Collections.synchronizedList(new ArrayList<>());
        OpenAIClient client = openAi(new OkHttpClient());
        AsyncStreamResponse<ChatCompletionChunk> stream =
                client.async().chat().completions().createStreaming(chat().build());
        stream.subscribe(chunks::add).onCompleteFuture().get(20, TimeUnit.SECONDS);
        isAsIfNobodyHadAsked(chunks);
        List<UsageRecord> records = recorder.await(2);
        assertThat(records).extracting(UsageRecord::outcome).containsExactly(Outcome.ERROR, Outcome.OK);
        assertThat(records).extracting(r -> r.attempt().number()).containsExactly(1, 2);
        assertThat(records.get(1).usage()).isEqualTo(provider.books().observableTotal());
    }

    @Test
    void anObservedTransportBelowAnObservedSdkIsStillOneEvent() {
        OkHttpClient transport = TallyspanOkHttp.create(tallyspan).wrap(new OkHttpClient());
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        OpenAIClient client = openAi(transport);
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(chat().build())) {
            stream.stream().forEach(chunks::add);
        }
        isAsIfNobodyHadAsked(chunks);
        isBilled();
    }

    @Test
    void whoAsksHimselfGetsTheAnswer() {
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        OpenAIClient client = openAi(new OkHttpClient());
        try (StreamResponse<ChatCompletionChunk> stream = client.chat()
                .completions()
                .createStreaming(chat().streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build())
                        .build())) {
            stream.stream().forEach(chunks::add);
        }
        assertThat(chunks.get(chunks.size() - 1).usage()).isPresent();
        recorder.awaitOne().isEvent().hasUsage(provider.books().observableTotal());
    }

    @Test
    void theCallIsTheOneThatTheApplicationMade() throws Exception {
        List<String> calls = new ArrayList<>();
        for (String option : List.of("true", "false")) {
            try (Tallyspan one = tallyspan(option);
                    AttributionScope run = one.run("desk").executionId("E").open()) {
                assertThat(run.context()).isNotNull();
                okHttp(TallyspanOkHttp.create(one).wrap(new OkHttpClient()));
                TallyspanHttpClient.create(one)
                        .wrap(HttpClient.newHttpClient())
                        .send(
                                request(HttpRequest.BodyPublishers.ofString(STREAM.replace("hello", "jdk"))),
                                HttpResponse.BodyHandlers.ofString());
            }
        }
        List<UsageRecord> records = recorder.await(4);
        records.forEach(record -> calls.add(record.attempt().callId()));
        assertThat(calls.subList(0, 2)).isEqualTo(calls.subList(2, 4));
        assertThat(records)
                .extracting(UsageRecord::quality)
                .containsExactly(Quality.REPORTED, Quality.REPORTED, Quality.UNKNOWN, Quality.UNKNOWN);
    }

    @Test
    void aStreamThatIsClosedEarlyIsCut() throws Exception {
        Request request = new Request.Builder()
                .url(provider.url().resolve("/v1/chat/completions").toString())
                .post(RequestBody.create(STREAM, MediaType.get("application/json")))
                .build();
        provider.script().next(Reply.ok().resetAfter(2));
        OkHttpClient client = TallyspanOkHttp.create(tallyspan).wrap(new OkHttpClient());
        StringBuilder seen = new StringBuilder();
        try (Response response = client.newCall(request).execute()) {
            byte[] piece = new byte[100];
            for (int n = response.body().source().read(piece);
                    n >= 0;
                    n = response.body().source().read(piece)) {
                seen.append(new String(piece, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
        assertThat(seen).contains("data: ").doesNotContain("usage");
        UsageRecord record = recorder.awaitOne().get();
        assertThat(record.outcome()).isEqualTo(Outcome.CUT);
    }
}
