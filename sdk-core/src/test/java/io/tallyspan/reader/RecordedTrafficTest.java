package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.Tallyspan;
import io.tallyspan.id.Dialect;
import io.tallyspan.jdkhttp.TallyspanHttpClient;
import io.tallyspan.okhttp.TallyspanOkHttp;
import io.tallyspan.usage.UsageRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recorded traffic once more over HTTP, through the observers of real clients, as an application would see it. */
class RecordedTrafficTest {

    private static final Set<String> SET_BY_THE_CLIENT =
            Set.of("host", "content-length", "connection", "transfer-encoding", "accept-encoding", "expect", "upgrade");

    /** How a body arrives. */
    enum Delivery {
        WHOLE {
            @Override
            IntSupplier pieces() {
                return () -> Integer.MAX_VALUE;
            }
        },
        SINGLE_BYTES {
            @Override
            IntSupplier pieces() {
                return () -> 1;
            }
        },
        RANDOM_PIECES {
            @Override
            IntSupplier pieces() {
                Random random = new Random(11);
                return () -> 1 + random.nextInt(300);
            }
        };

        abstract IntSupplier pieces();
    }

    /** Sends a recorded request and reads the answer to its end. */
    private interface Client {
        void send(Corpus.Entry entry, URI url, String name) throws Exception;
    }

    @TempDir
    private Path state;

    private final BlockingQueue<UsageRecord> records = new ArrayBlockingQueue<>(10);
    private Tallyspan tallyspan;
    private ReplayServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ReplayServer();
        startProcess();
    }

    /** What a new process of the application has: it has seen no response yet. */
    private void startProcess() {
        tallyspan = Tallyspan.builder()
                .set("tallyspan.state-dir", state.toString())
                .host("localhost:1234", Dialect.COMPATIBLE)
                .sink(records::add)
                .build();
    }

    @AfterEach
    void close() throws IOException {
        tallyspan.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void okHttpObservesEveryRecording(Delivery delivery) throws Exception {
        OkHttpClient bare = new OkHttpClient.Builder()
                .proxy(new Proxy(Proxy.Type.HTTP, server.address()))
                .build();
        everyRecording("through OkHttp, " + delivery, delivery, (entry, url, name) -> {
            OkHttpClient client = TallyspanOkHttp.create(tallyspan).wrap(bare);
            Request.Builder request = new Request.Builder().url(url.toString()).header(ReplayServer.REPLY, name);
            headersOf(entry).forEach(request::header);
            byte[] body = bodyOf(entry);
            request.method(method(entry), body == null ? null : RequestBody.create(body, null));
            try (Response response = client.newCall(request.build()).execute()) {
                drain(response.body().byteStream());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void theJdksClientObservesEveryRecording(Delivery delivery) throws Exception {
        HttpClient bare = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(server.address()))
                .build();
        everyRecording("through java.net.http, " + delivery, delivery, (entry, url, name) -> {
            HttpClient client = TallyspanHttpClient.create(tallyspan).wrap(bare);
            HttpRequest.Builder request = HttpRequest.newBuilder(url).header(ReplayServer.REPLY, name);
            headersOf(entry).forEach(request::header);
            byte[] body = bodyOf(entry);
            request.method(
                    method(entry),
                    body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
            drain(client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                    .body());
        });
    }

    private void everyRecording(String title, Delivery delivery, Client client) throws Exception {
        List<String> differences = new ArrayList<>();
        CorpusTable table = new CorpusTable(title);
        Set<String> responses = new HashSet<>();
        int number = 0;
        for (Corpus.Entry entry : Corpus.entries()) {
            if (!entry.isModelCall()) {
                continue;
            }
            String name = Integer.toString(number++);
            server.reply(name, new ReplayServer.Reply(entry, delivery.pieces()));
            URI url = plain(entry.url());
            String response = entry.expected().path("response_id").asText("");
            if (!response.isEmpty() && !responses.add(response)) { // recorded by two projects; once more is a replay
                tallyspan.close();
                startProcess();
            }
            client.send(entry, url, name);
            assertThat(server.asked(name)).isEqualTo(url);
            UsageRecord record = records.poll(5, TimeUnit.SECONDS);
            if (record == null) {
                table.add(entry, CorpusTable.Result.NOT_SUPPORTED);
                differences.add(entry + " was not observed");
                continue;
            }
            CorpusReading.of(record)
                    .differenceFrom(entry)
                    .ifPresentOrElse(
                            difference -> {
                                differences.add(difference + "\n  record   " + record);
                                table.add(entry, CorpusTable.Result.DIFFERS);
                            },
                            () -> table.add(entry, CorpusTable.Result.EQUAL));
            assertThat(records).as("one record for %s", entry).isEmpty();
        }
        table.print();
        assertThat(differences).isEmpty();
    }

    /** Without TLS, so that a proxy sees it. */
    private static URI plain(URI url) {
        return URI.create(url.toString().replaceFirst("^https:", "http:"));
    }

    private static String method(Corpus.Entry entry) {
        return entry.text("method").toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> headersOf(Corpus.Entry entry) {
        Map<String, String> headers = new TreeMap<>();
        entry.json().path("request_headers").fieldNames().forEachRemaining(name -> {
            if (!SET_BY_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, entry.requestHeaders().first(name));
            }
        });
        return headers;
    }

    /** The recorded body; where none was recorded, one that says what the recording knows of it. */
    private static byte @Nullable [] bodyOf(Corpus.Entry entry) {
        if (method(entry).equals("GET")) {
            return null;
        }
        String recorded = entry.text("request_body");
        String model = entry.text("request_model");
        String body = recorded.isEmpty()
                ? "{\"model\":\"%s\",\"stream\":%s}"
                        .formatted(
                                model.isEmpty() ? "not-recorded" : model,
                                entry.json().path("stream").asBoolean())
                : recorded;
        return body.getBytes(UTF_8);
    }

    private static void drain(InputStream body) throws IOException {
        try (body) {
            body.transferTo(OutputStream.nullOutputStream());
        }
    }
}
