package io.tallyspan.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallyspan.Tallyspan;
import io.tallyspan.okhttp.TallyspanOkHttp;
import io.tallyspan.price.ReportedBug;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.UsageRecord;
import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One response that users of other tools have seen billed twice, over HTTP and through a real client. */
class ReportedDoubleBillsTest {

    private static final String RESPONSE = """
            {"id":"resp_68af4030592c81938ec0a5fbab4a3e9f05438e46b5f69a3b","object":"response","status":"completed",\
            "model":"gpt-5-2025-08-07","output":[],"usage":{"input_tokens":100,"output_tokens":20,"total_tokens":120}}""";

    @TempDir
    private Path state;

    private final List<UsageRecord> records = new CopyOnWriteArrayList<>();
    private Tallyspan tallyspan;
    private ReplayServer server;
    private OkHttpClient bare;

    @BeforeEach
    void start() throws IOException {
        server = new ReplayServer();
        tallyspan = Tallyspan.builder()
                .set("tallyspan.state-dir", state.toString())
                .sink(records::add)
                .build();
        bare = new OkHttpClient.Builder()
                .proxy(new Proxy(Proxy.Type.HTTP, server.address()))
                .build();
    }

    @AfterEach
    void close() throws IOException {
        tallyspan.close();
        server.close();
    }

    private void send(OkHttpClient client, Request.Builder request) throws IOException {
        String answer = new ObjectMapper()
                .createObjectNode()
                .put("status", 200)
                .put("response_body", RESPONSE)
                .toString();
        Corpus.Entry entry = new Corpus.Entry(new ObjectMapper().readTree(answer));
        server.reply("a", new ReplayServer.Reply(entry, () -> 40));
        try (Response response =
                client.newCall(request.header(ReplayServer.REPLY, "a").build()).execute()) {
            assertThat(response.body().string()).isEqualTo(RESPONSE);
        }
    }

    private static Request.Builder create() {
        return new Request.Builder()
                .url("http://api.openai.com/v1/responses")
                .post(RequestBody.create(
                        "{\"model\":\"gpt-5\",\"input\":\"hello\"}", MediaType.get("application/json")));
    }

    private void oneEventIsBilled() {
        assertThat(records).filteredOn(UsageRecord::isEvent).singleElement().satisfies(record -> {
            assertThat(record.usage().get(Unit.INPUT_TOKENS)).isEqualTo(100);
            assertThat(record.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(20);
        });
    }

    /** Duplicated costs when a stored response is retrieved. */
    @Test
    @ReportedBug(tool = "litellm", number = 17814)
    void aResponseThatIsRetrievedIsNotBilledAgain() throws IOException {
        OkHttpClient client = TallyspanOkHttp.create(tallyspan).wrap(bare);

        send(client, create());
        for (int i = 0; i < 3; i++) {
            send(
                    client,
                    new Request.Builder()
                            .url("http://api.openai.com/v1/responses/"
                                    + "resp_68af4030592c81938ec0a5fbab4a3e9f05438e46b5f69a3b"));
        }

        oneEventIsBilled();
    }

    /** As above, from a process that never saw the response being made. */
    @Test
    void aForegroundResponseRetrievedElsewhereIsNotBilledThere() throws IOException {
        send(
                TallyspanOkHttp.create(tallyspan).wrap(bare),
                new Request.Builder()
                        .url(
                                "http://api.openai.com/v1/responses/resp_68af4030592c81938ec0a5fbab4a3e9f05438e46b5f69a3b"));

        assertThat(records).filteredOn(UsageRecord::isEvent).isEmpty();
    }

    /** An exchange that two layers log is logged twice. */
    @Test
    @ReportedBug(tool = "litellm", number = 15740)
    void anExchangeThatTwoLayersObserveIsBilledOnce() throws IOException {
        OkHttpClient inner = TallyspanOkHttp.create(tallyspan).wrap(bare);
        OkHttpClient outer =
                TallyspanOkHttp.create(tallyspan).wrap(inner.newBuilder().build());

        send(outer, create());

        oneEventIsBilled();
    }
}
