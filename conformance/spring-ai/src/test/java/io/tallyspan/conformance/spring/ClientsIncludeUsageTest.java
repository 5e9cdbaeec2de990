package io.tallyspan.conformance.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.Tallyspan;
import io.tallyspan.id.Dialect;
import io.tallyspan.spring.ObservedRestCalls;
import io.tallyspan.spring.ObservedWebCalls;
import io.tallyspan.testing.kit.KitRequests;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.recorder.UsageRecorder;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Streams over Spring's clients that are asked for their usage on the user's behalf: nobody but the ledger sees it. */
class ClientsIncludeUsageTest {

    private static final String PATH = KitRequests.chatPath(Dialect.OPENAI);
    private static final String STREAM = KitRequests.stream(Dialect.OPENAI, "hello", false);

    @RegisterExtension
    final UsageRecorder recorder = new UsageRecorder();

    private final FakeProvider provider = FakeProvider.start();
    private final Tallyspan tallyspan = Tallyspan.builder()
            .host(provider.authority(), Dialect.OPENAI)
            .set("tallyspan.include-usage", "true")
            .sink(recorder)
            .build();

    @AfterEach
    void close() {
        tallyspan.close();
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "reactor"})
    void webClientsStreamAsIfNobodyHadAsked(String connector) {
        String bare = webClient(connector, false)
                .post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(STREAM)
                .retrieve()
                .bodyToMono(String.class)
                .block();

        String observed = webClient(connector, true)
                .post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(STREAM)
                .retrieve()
                .bodyToMono(String.class)
                .block();

        assertSame(observed, bare);
    }

    @Test
    void webClientsSendWhatIsNoStreamAsItIs() {
        var unused = webClient("reactor", true)
                .post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(KitRequests.chat(Dialect.OPENAI, "hello"))
                .retrieve()
                .bodyToMono(String.class)
                .block();

        recorder.awaitOne().isEvent().ended(Outcome.OK, Quality.REPORTED);
        assertThat(provider.requests().get(0).bodyText()).isEqualTo(KitRequests.chat(Dialect.OPENAI, "hello"));
    }

    @Test
    void restClientsStreamAsIfNobodyHadAsked() {
        String bare = read(RestClient.create(provider.url().toString()));

        String observed = read(RestClient.builder()
                .baseUrl(provider.url().toString())
                .requestInterceptor(new ObservedRestCalls(tallyspan))
                .build());

        assertSame(observed, bare);
    }

    private String read(RestClient client) {
        return client.post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .body(STREAM)
                .exchange((request, response) -> {
                    try (InputStream body = response.getBody()) {
                        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
                    }
                });
    }

    private WebClient webClient(String connector, boolean observed) {
        ClientHttpConnector transport =
                connector.equals("jdk") ? new JdkClientHttpConnector() : new ReactorClientHttpConnector();
        WebClient.Builder builder = WebClient.builder()
                .clientConnector(transport)
                .baseUrl(provider.url().toString());
        return observed ? builder.filter(new ObservedWebCalls(tallyspan)).build() : builder.build();
    }

    private void assertSame(@Nullable String observed, @Nullable String bare) {
        recorder.awaitOne().isEvent().ended(Outcome.OK, Quality.REPORTED);
        assertThat(provider.requests().get(0).json().has("stream_options")).isFalse();
        assertThat(provider.requests()
                        .get(1)
                        .json()
                        .at("/stream_options/include_usage")
                        .asBoolean())
                .isTrue();
        assertThat(observed).doesNotContain("usage").doesNotContain("\"choices\":[]");
        assertThat(shape(observed)).isEqualTo(shape(bare));
    }

    /** The kinds of events: how many texts there are, and what they say, differs from answer to answer. */
    private static String shape(@Nullable String stream) {
        return requireNonNull(stream, "stream")
                .replaceAll("\"(id|created|system_fingerprint)\":[^,]*,", "")
                .replaceAll("\"content\":\"[^\"]+\"", "\"content\":\"text\"")
                .replaceAll("(data: [^\n]*\"content\":\"text\"[^\n]*\n\n)+", "$1");
    }
}
