package io.tallyspan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.id.Dialect;
import io.tallyspan.okhttp.TallyspanOkHttp;
import io.tallyspan.testing.kit.KitRequests;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.recorder.UsageRecorder;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.UsageRecord;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is particular to OkHttp: derived clients, interceptors that answer or encode, peeking, WebSockets. */
class OkHttpClientsTest {

    private static final MediaType JSON = MediaType.get("application/json");

    @RegisterExtension
    final UsageRecorder recorder = new UsageRecorder();

    private final FakeProvider provider = FakeProvider.start();
    private final Tallyspan tallyspan = Tallyspan.builder()
            .host(provider.authority(), Dialect.OPENAI)
            .sink(recorder)
            .build();
    private final TallyspanOkHttp okHttp = TallyspanOkHttp.create(tallyspan);
    private final OkHttpClient bare = new OkHttpClient();
    private final OkHttpClient client = okHttp.wrap(bare);

    @AfterEach
    void close() {
        bare.dispatcher().executorService().shutdown();
        bare.connectionPool().evictAll();
        tallyspan.close();
        provider.close();
    }

    private Request chat(String prompt) {
        return new Request.Builder()
                .url(provider.url().resolve("/v1/chat/completions").toString())
                .post(RequestBody.create(KitRequests.chat(Dialect.OPENAI, prompt), JSON))
                .build();
    }

    private static String ask(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.body().string();
        }
    }

    @Test
    void wrappedTwiceIsTheSameClient() {
        assertThat(okHttp.wrap(client)).isSameAs(client);
        OkHttpClient derived = client.newBuilder().build();
        assertThat(okHttp.wrap(derived)).isSameAs(derived);
    }

    @Test
    void aDerivedClientKeepsTheContextOfTheCallOnTheDispatchersThread() throws Exception {
        OkHttpClient derived = client.newBuilder()
                .callTimeout(java.time.Duration.ofSeconds(20))
                .build();
        CompletableFuture<String> answer = new CompletableFuture<>();
        Call call;
        try (AttributionScope scope = tallyspan.run("agent").customer("acme").open()) {
            assertThat(scope.context()).isNotNull();
            call = derived.newCall(chat("hello"));
        }
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                answer.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call done, Response response) throws IOException {
                try (response) {
                    answer.complete(response.body().string());
                }
            }
        });

        assertThat(answer.get(20, TimeUnit.SECONDS)).isNotEmpty();
        recorder.awaitOne().isEvent().hasCustomer("acme");
    }

    @Test
    void anInterceptorThatEncodesTheBodyEarlyDoesNotChangeTheFingerprint() throws Exception {
        OkHttpClient encoding = client.newBuilder()
                .addInterceptor(chain -> {
                    okio.Buffer encoded = new okio.Buffer();
                    BufferedSink gzip = Okio.buffer(new GzipSink(encoded));
                    chain.request().body().writeTo(gzip);
                    gzip.close();
                    // The fake provider reads no gzip: what matters here is who is shown which bytes.
                    assertThat(encoded.size()).isPositive();
                    return chain.proceed(chain.request()
                            .newBuilder()
                            .post(RequestBody.create(KitRequests.chat(Dialect.OPENAI, "other bytes"), JSON))
                            .build());
                })
                .build();

        String plainCall;
        String encodedCall;
        plainCall = callIdOf(client);
        encodedCall = callIdOf(encoding);

        assertThat(encodedCall).isEqualTo(plainCall);
    }

    private String callIdOf(OkHttpClient asked) throws IOException {
        int before = recorder.where(record -> true).size();
        try (AttributionScope scope =
                tallyspan.run("agent").runId("run").executionId("execution").open()) {
            assertThat(scope.context()).isNotNull();
            ask(asked, chat("hello"));
        }
        return recorder.await(before + 1).get(before).attempt().callId();
    }

    @Test
    void anAnswerOfAnInterceptorIsAnExchangeAndARecordedOneAReplay() throws Exception {
        String recorded = ask(client, chat("hello"));
        OkHttpClient stubbed = client.newBuilder()
                .addInterceptor(chain -> new Response.Builder()
                        .request(chain.request())
                        .protocol(okhttp3.Protocol.HTTP_1_1)
                        .code(200)
                        .message("OK")
                        .header("Content-Type", "application/json")
                        .body(okhttp3.ResponseBody.create(recorded, JSON))
                        .build())
                .build();

        assertThat(ask(stubbed, chat("hello"))).isEqualTo(recorded);

        recorder.awaitOne().isEvent();
        assertThat(tallyspan.counters().get(io.tallyspan.runtime.Counter.REPLAYS))
                .isEqualTo(1);
    }

    @Test
    void peekingReadsNothingTwice() throws Exception {
        try (Response response = client.newCall(chat("hello")).execute()) {
            String peeked = response.peekBody(64).string();
            assertThat(response.body().string()).startsWith(peeked);
        }

        recorder.awaitOne().isEvent().hasUsage(provider.books().observableTotal());
    }

    @Test
    void aBodyThatIsNeverReadIsCutWhenItIsClosed() throws Exception {
        client.newCall(chat("hello")).execute().close();

        UsageRecord record = recorder.await(1).get(0);
        assertThat(record.outcome()).isEqualTo(Outcome.CUT);
    }

    @Test
    void okHttpsOwnRetryIsAnAttemptOfTheSameCall() throws Exception {
        provider.script().next(Reply.error(503).header("Retry-After", "0"), Reply.ok());

        ask(client, chat("hello"));

        List<UsageRecord> records = recorder.await(2);
        assertThat(records).extracting(record -> record.attempt().number()).containsExactly(1, 2);
        assertThat(records.get(0).attempt().callId())
                .isEqualTo(records.get(1).attempt().callId());
    }

    @Test
    void theApplicationsOwnFailureInAnInterceptorIsTheSameInstance() {
        IllegalStateException own = new IllegalStateException("the application's own");
        OkHttpClient failing = client.newBuilder()
                .addInterceptor(chain -> {
                    throw own;
                })
                .build();

        assertThatThrownBy(() -> ask(failing, chat("hello"))).isSameAs(own);
    }

    @Test
    void aWebSocketPassesUnobserved() throws Exception {
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        WebSocket socket = client.newWebSocket(
                new Request.Builder()
                        .url("ws://" + provider.authority() + "/v1/realtime")
                        .build(),
                new WebSocketListener() {
                    @Override
                    public void onFailure(
                            WebSocket unused, Throwable error, @org.jspecify.annotations.Nullable Response response) {
                        failed.complete(error);
                    }
                });

        assertThat(failed.get(20, TimeUnit.SECONDS)).hasMessageContaining("101");
        socket.cancel();
    }
}
