package io.tallyspan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyspan.Tallyspan;
import io.tallyspan.id.Dialect;
import io.tallyspan.jdkhttp.TallyspanHttpClient;
import io.tallyspan.testing.kit.KitRequests;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.recorder.UsageRecorder;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.UsageRecord;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is particular to {@code java.net.http}: body handlers, push promises, the life cycle since JDK 21. */
class JdkHttpClientsTest {

    @RegisterExtension
    final UsageRecorder recorder = new UsageRecorder();

    private final FakeProvider provider = FakeProvider.start();
    private final Tallyspan tallyspan = Tallyspan.builder()
            .host(provider.authority(), Dialect.OPENAI)
            .sink(recorder)
            .build();
    private final HttpClient bare =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpClient client = TallyspanHttpClient.create(tallyspan).wrap(bare);

    @AfterEach
    void close() {
        tallyspan.close();
        provider.close();
    }

    private HttpRequest chat() {
        return HttpRequest.newBuilder(provider.url().resolve("/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(KitRequests.chat(Dialect.OPENAI, "hello")))
                .build();
    }

    private void isCounted() {
        recorder.awaitOne().isEvent().hasUsage(provider.books().observableTotal());
    }

    @Test
    void wrappedTwiceIsTheSameClient() {
        assertThat(TallyspanHttpClient.create(tallyspan).wrap(client)).isSameAs(client);
        assertThat(client.version()).isEqualTo(bare.version());
        assertThat(client.toString()).isEqualTo(bare.toString());
    }

    @Test
    void linesAreCounted() throws Exception {
        try (Stream<String> lines =
                client.send(chat(), HttpResponse.BodyHandlers.ofLines()).body()) {
            assertThat(lines.count()).isPositive();
        }

        isCounted();
    }

    @Test
    void whatIsDiscardedIsCounted() throws Exception {
        assertThat(client.send(chat(), HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);

        isCounted();
    }

    /** Takes the body's bytes and fails, as when the server hangs up on the last of them, before their end is told. */
    private static final class HangsUp extends ForwardingHttpClient {

        HangsUp(HttpClient client) {
            super(client);
        }

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
            request.bodyPublisher().orElseThrow().subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(1);
                }

                @Override
                public void onNext(ByteBuffer item) {}

                @Override
                public void onError(Throwable error) {}

                @Override
                public void onComplete() {}
            });
            throw new IOException("connection reset");
        }
    }

    @Test
    void aBodyIsSentWithItsLastByteThoughItsEndWasNeverTold() {
        byte[] body = KitRequests.chat(Dialect.OPENAI, "hello").getBytes(UTF_8);
        for (int bytes : new int[] {body.length, body.length - 1}) {
            HttpRequest request = HttpRequest.newBuilder(provider.url().resolve("/v1/chat/completions"))
                    .POST(HttpRequest.BodyPublishers.fromPublisher(
                            subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                                @Override
                                public void request(long n) {
                                    subscriber.onNext(ByteBuffer.wrap(body, 0, bytes));
                                }

                                @Override
                                public void cancel() {}
                            }),
                            body.length))
                    .build();
            HttpClient hangingUp = TallyspanHttpClient.create(tallyspan).wrap(new HangsUp(bare));
            assertThatThrownBy(() -> hangingUp.send(request, HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(IOException.class);
        }
        assertThat(recorder.await(2))
                .extracting(UsageRecord::outcome)
                .containsExactly(Outcome.NO_RESPONSE, Outcome.ERROR);
    }

    @Test
    void aPushPromiseHandlerIsPassedOn() throws Exception {
        HttpResponse<byte[]> response = client.sendAsync(
                        chat(), HttpResponse.BodyHandlers.ofByteArray(), (initiating, promised, acceptor) -> {
                            throw new AssertionError("nobody promises anything here");
                        })
                .get(20, TimeUnit.SECONDS);

        assertThat(response.body()).isNotEmpty();
        isCounted();
    }

    @Test
    void aPublisherNobodySubscribesToIsNoEventYetAndACancelledOneIsCut() throws Exception {
        Flow.Publisher<List<ByteBuffer>> body =
                client.send(chat(), HttpResponse.BodyHandlers.ofPublisher()).body();
        assertThat(recorder.events()).isEmpty();

        body.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.cancel();
            }

            @Override
            public void onNext(List<ByteBuffer> item) {}

            @Override
            public void onError(Throwable throwable) {}

            @Override
            public void onComplete() {}
        });

        assertThat(recorder.await(1).get(0).isEvent()).isTrue();
    }

    @Test
    void aStreamOfTheBodyIsReadByTheCallerAlone() throws Exception {
        try (InputStream in =
                client.send(chat(), HttpResponse.BodyHandlers.ofInputStream()).body()) {
            assertThat(in.readAllBytes()).isNotEmpty();
        }

        isCounted();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "HttpClient cannot be closed before JDK 21")
    void closingReachesTheBareClient() throws Exception {
        Method close = HttpClient.class.getMethod("close");
        Method isTerminated = HttpClient.class.getMethod("isTerminated");

        assertThat(isTerminated.invoke(client)).isEqualTo(false);
        close.invoke(client);

        assertThat(isTerminated.invoke(bare)).isEqualTo(true);
        assertThat(isTerminated.invoke(client)).isEqualTo(true);
    }
}
