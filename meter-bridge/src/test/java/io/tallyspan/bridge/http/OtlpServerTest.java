package io.tallyspan.bridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.bridge.TestSpan;
import io.tallyspan.bridge.ledger.LedgerUnavailable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the sender hears when what is behind the server fails. */
final class OtlpServerTest {

    private static final ReceiverLimits LIMITS = new ReceiverLimits(1 << 20, 8, 1 << 24, Duration.ofSeconds(10));

    private static void assertComeAgain(Commit ledger, int status) throws Exception {
        BridgeCounters counters = new BridgeCounters();
        try (OtlpServer server = OtlpServer.start(0, ledger, LIMITS, counters)) {
            HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/traces"))
                                    .header("Content-Type", "application/x-protobuf")
                                    .POST(BodyPublishers.ofByteArray(TestSpan.request(TestSpan.event("a"))))
                                    .build(),
                            BodyHandlers.ofByteArray());

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
            assertThat(counters.get(BridgeCounter.ADDED)).isZero();
        }
    }

    @Test
    void aLedgerThatIsAwayIs503() throws Exception {
        assertComeAgain(
                batch -> {
                    throw new LedgerUnavailable("away");
                },
                503);
    }

    @Test
    void aFaultOfOursIs503AndNever500() throws Exception {
        assertComeAgain(
                batch -> {
                    throw new IllegalStateException("a bug");
                },
                503);
    }

    @Test
    void evenAnErrorIs503AndNever500() throws Exception {
        assertComeAgain(
                batch -> {
                    throw new AssertionError("a worse bug");
                },
                503);
    }
}
