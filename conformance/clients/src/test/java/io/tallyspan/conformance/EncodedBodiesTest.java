package io.tallyspan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import io.tallyspan.Tallyspan;
import io.tallyspan.id.Dialect;
import io.tallyspan.jdkhttp.TallyspanHttpClient;
import io.tallyspan.okhttp.TallyspanOkHttp;
import io.tallyspan.testing.recorder.UsageRecorder;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.UsageRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.brotli.BrotliInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers in every content encoding, over HTTP/1.1 and HTTP/2, that the application decodes itself or has decoded. */
class EncodedBodiesTest {

    private static final String CHAT = "{\"model\":\"gpt-4o-mini\",\"messages\":[]}";
    private static final String STREAM = "{\"model\":\"gpt-4o-mini\",\"stream\":true,\"messages\":[]}";

    /** What an application got. */
    private record Got(String protocol, ByteBuffer body) {}

    private enum Client {
        OKHTTP_1 {
            @Override
            Got ask(Tallyspan tallyspan, String url, String body, Map<String, String> headers) throws Exception {
                return okHttp(tallyspan, Protocol.HTTP_1_1, url, body, headers);
            }
        },
        OKHTTP_2 {
            @Override
            Got ask(Tallyspan tallyspan, String url, String body, Map<String, String> headers) throws Exception {
                return okHttp(tallyspan, Protocol.H2_PRIOR_KNOWLEDGE, url, body, headers);
            }
        },
        JDK_1 {
            @Override
            Got ask(Tallyspan tallyspan, String url, String body, Map<String, String> headers) throws Exception {
                return jdk(tallyspan, HttpClient.Version.HTTP_1_1, url, body, headers);
            }
        },
        JDK_2 {
            @Override
            Got ask(Tallyspan tallyspan, String url, String body, Map<String, String> headers) throws Exception {
                return jdk(tallyspan, HttpClient.Version.HTTP_2, url, body, headers);
            }
        };

        abstract Got ask(Tallyspan tallyspan, String url, String body, Map<String, String> headers) throws Exception;
    }

    @RegisterExtension
    final UsageRecorder recorder = new UsageRecorder();

    private final EncodedServer server;
    private final Tallyspan tallyspan;

    EncodedBodiesTest() throws Exception {
        server = new EncodedServer();
        tallyspan = Tallyspan.builder()
                .host(server.authority(), Dialect.OPENAI)
                .sink(recorder)
                .build();
    }

    @BeforeEach
    void brotliMayHaveNoNativePartHere() {
        Assumptions.assumeTrue(
                Brotli4jLoader.isAvailable(), "the native part of Brotli4j among the tests is that of Linux on x86-64");
    }

    @AfterEach
    void close() throws Exception {
        tallyspan.close();
        server.close();
    }

    private static Got okHttp(
            Tallyspan tallyspan, Protocol protocol, String url, String body, Map<String, String> headers)
            throws IOException {
        OkHttpClient client = TallyspanOkHttp.create(tallyspan)
                .wrap(new OkHttpClient.Builder().protocols(List.of(protocol)).build());
        return okHttp(client, url, body, headers);
    }

    private static Got okHttp(OkHttpClient client, String url, String body, Map<String, String> headers)
            throws IOException {
        Request.Builder request =
                new Request.Builder().url(url).post(RequestBody.create(body, MediaType.get("application/json")));
        headers.forEach(request::header);
        try (Response response = client.newCall(request.build()).execute()) {
            return new Got(
                    response.protocol().toString(),
                    ByteBuffer.wrap(response.body().bytes()));
        } finally {
            client.connectionPool().evictAll();
            client.dispatcher().executorService().shutdown();
        }
    }

    private static Got jdk(
            Tallyspan tallyspan, HttpClient.Version version, String url, String body, Map<String, String> headers)
            throws Exception {
        HttpClient plain = HttpClient.newBuilder().version(version).build();
        // The first request to a cleartext server asks for the upgrade; what follows goes over HTTP/2.
        plain.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        HttpResponse<byte[]> response = TallyspanHttpClient.create(tallyspan)
                .wrap(plain)
                .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Got(
                response.version() == HttpClient.Version.HTTP_2 ? "h2" : "http/1.1", ByteBuffer.wrap(response.body()));
    }

    private static ByteBuffer joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return ByteBuffer.wrap(all.toByteArray());
    }

    private UsageRecord last(int number) {
        List<UsageRecord> all = recorder.await(number);
        return all.get(number - 1);
    }

    private static void isCounted(UsageRecord record, String id) {
        assertThat(record.usage().get(Unit.INPUT_TOKENS)).isEqualTo(30);
        assertThat(record.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(40);
        assertThat(record.exchange().responseId()).isEqualTo(id);
    }

    private static Map<String, String> headers(String id, String encoding, int resetAfter) {
        return Map.of(
                EncodedServer.ID,
                id,
                EncodedServer.ENCODING,
                encoding,
                "Accept-Encoding",
                encoding,
                EncodedServer.RESET_AFTER,
                Integer.toString(resetAfter));
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void everyEncodingIsReadAndTheApplicationsBytesAreTheServers(Client client) throws Exception {
        int number = 0;
        for (String encoding : List.of("identity", "gzip", "deflate", "br", "zstd", "gzip, br", "deflate, zstd")) {
            for (boolean stream : List.of(false, true)) {
                String id = "chatcmpl-" + ++number;
                Got got = client.ask(
                        tallyspan, server.url(), stream ? STREAM : CHAT, headers(id, encoding, Integer.MAX_VALUE));
                assertThat(got.protocol()).startsWith(client.name().endsWith("2") ? "h2" : "http/1.1");
                assertThat(got.body())
                        .as(encoding)
                        .isEqualTo(joined(EncodedServer.encoded(encoding, EncodedServer.texts(id, stream))));
                UsageRecord record = last(number);
                isCounted(record, id);
                assertThat(record.outcome()).as(encoding).isEqualTo(Outcome.OK);
                assertThat(record.quality()).as(encoding).isEqualTo(Quality.REPORTED);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OKHTTP_1, br",
        "OKHTTP_2, br",
        "OKHTTP_2, zstd",
        "OKHTTP_2, gzip",
        "JDK_1, zstd",
        "JDK_2, br",
        "JDK_2, zstd",
        "JDK_2, gzip"
    })
    void aStreamThatIsResetIsCountedAsFarAsItCame(Client client, String encoding) throws Exception {
        assertThatThrownBy(() -> client.ask(tallyspan, server.url(), STREAM, headers("chatcmpl-after", encoding, 3)))
                .isInstanceOf(IOException.class);
        UsageRecord counted = last(1);
        isCounted(counted, "chatcmpl-after");
        assertThat(counted.quality()).as("the final usage had come").isEqualTo(Quality.REPORTED);

        assertThatThrownBy(() -> client.ask(tallyspan, server.url(), STREAM, headers("chatcmpl-before", encoding, 1)))
                .isInstanceOf(IOException.class);
        UsageRecord unknown = last(2);
        assertThat(unknown.outcome()).isEqualTo(Outcome.CUT);
        assertThat(unknown.quality()).isEqualTo(Quality.UNKNOWN);
        assertThat(unknown.usage().isEmpty()).isTrue();
        assertThat(unknown.exchange().responseId()).isEqualTo("chatcmpl-before");
    }

    @ParameterizedTest
    @CsvSource({"br, HTTP_1_1", "gzip, HTTP_1_1", "br, H2_PRIOR_KNOWLEDGE"})
    void aClientThatDecodesAboveUsGetsTheText(String encoding, Protocol protocol) throws Exception {
        OkHttpClient client = TallyspanOkHttp.create(tallyspan)
                .wrap(new OkHttpClient.Builder()
                        .protocols(List.of(protocol))
                        .addInterceptor(BrotliInterceptor.INSTANCE)
                        .build());
        Got got = okHttp(
                client, server.url(), STREAM, Map.of(EncodedServer.ID, "chatcmpl-1", EncodedServer.ENCODING, encoding));
        assertThat(UTF_8.decode(got.body()).toString())
                .isEqualTo(String.join("", EncodedServer.texts("chatcmpl-1", true)));
        isCounted(last(1), "chatcmpl-1");
    }
}
