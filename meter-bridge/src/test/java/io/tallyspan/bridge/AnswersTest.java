package io.tallyspan.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.tallyspan.bridge.http.BridgeCounter;
import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.bridge.report.ReportRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer table of the specification over real HTTP; what the ledger cannot do is in {@link FullLedgerTest}. */
final class AnswersTest {

    private static final int MAX_BODY = 200_000;

    /** Held, because a logger that nobody holds forgets its level: these tests provoke hundreds of warnings. */
    private static final Logger LOG = Logger.getLogger("io.tallyspan.bridge.http");

    @TempDir
    Path data;

    private Bridge bridge;
    private Sender sender;

    @BeforeEach
    void start() throws IOException {
        bridge = Bridge.start(BridgeOptions.in(data)
                .withHttpPort(0)
                .withMaxBodyBytes(MAX_BODY)
                .withMaxConcurrentRequests(1));
        sender = Sender.to(bridge);
    }

    @BeforeAll
    static void beQuiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        LOG.setLevel(null);
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    private ReportRow total() throws IOException {
        return bridge.report(ReportQuery.by("environment")).rows().get(0);
    }

    private long count(BridgeCounter counter) {
        return bridge.counters().get(counter);
    }

    private static void assertCommitted(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void committedUsageIsAnsweredWithAnEmptyResponse() throws Exception {
        assertCommitted(sender.post(TestSpan.event("a"), TestSpan.attempt("b")));

        assertThat(total().events()).isEqualTo(1);
        assertThat(total().attempts()).isEqualTo(2);
        assertThat(total().dimension("environment")).isEqualTo("test");
        assertThat(count(BridgeCounter.ADDED)).isEqualTo(2);
    }

    @Test
    void gzipIsTaken() throws Exception {
        assertCommitted(sender.postZipped(TestSpan.request(TestSpan.event("a"))));

        assertThat(total().events()).isEqualTo(1);
    }

    @Test
    void anEmptyRequestIsCommitted() throws Exception {
        assertCommitted(sender.post(new byte[0]));
    }

    @Test
    void foreignSpansAreIgnoredAndCounted() throws Exception {
        TestSpan foreign = TestSpan.event("f").without("tallyspan.schema");

        assertCommitted(sender.post(foreign, TestSpan.event("a"), foreign));

        assertThat(total().attempts()).isEqualTo(1);
        assertThat(count(BridgeCounter.FOREIGN)).isEqualTo(2);
    }

    @Test
    void attributesThatNobodyKnowsAreTakenAndNewUnitsReported() throws Exception {
        assertCommitted(sender.post(TestSpan.event("a")
                .set("tallyspan.usage.quantum_tokens", 7)
                .set("tallyspan.usage.note", "of a later release")
                .set("tallyspan.later", "x")));

        assertThat(total().unit("quantum_tokens")).isEqualByComparingTo("7");
    }

    @Test
    void customUsageIsKeptExactly() throws Exception {
        assertCommitted(sender.post(TestSpan.event("a")
                .without("gen_ai.operation.name", "tallyspan.usage.input_tokens", "tallyspan.usage.output_tokens")
                .set("tallyspan.usage.custom.gpu_minutes", "0.30")));
        assertCommitted(sender.post(TestSpan.event("b").set("tallyspan.usage.custom.gpu_minutes", "0.1")));

        assertThat(total().unit("custom.gpu_minutes")).isEqualByComparingTo("0.4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tallyspan.schema         | 3        | tallyspan.schema is 3",
                "tallyspan.schema         | 0        | tallyspan.schema is 0",
                "tallyspan.schema         | one      | tallyspan.schema is not an int",
                "tallyspan.event.id       | chatcmpl | no lower-case UUID: \"chatcmpl\"",
                "tallyspan.usage.quality  | good     | no such value: \"good\"",
                "tallyspan.usage.quality  | REPORTED | no such value",
                "tallyspan.outcome        | fine     | no such value",
                "tallyspan.customer.id    | 17       | tallyspan.customer.id is not a string",
                "tallyspan.call.attempt   | first    | not an int",
                "tallyspan.usage.input_tokens | -1   | not from 0 to",
                "tallyspan.usage.input_tokens | ten  | is no quantity",
                "tallyspan.usage.custom.gpu | 1e9    | no plain decimal",
                "tallyspan.usage.server_tool.web_search | x | is no quantity",
                "tallyspan.cost.amount    | 1e400000 | no plain decimal",
                "tallyspan.cost.currency  | USD      | do not come together",
                "tallyspan.usage.lines    | {}       | is no JSON array",
                "tallyspan.usage.lines    | [        | is no JSON",
                "tallyspan.usage.lines    | [{\"line\":0}] | without number or type",
            })
    void brokenUsageGoesToTheDeadLettersAndTheRestIsCommitted(String key, String value, String reason)
            throws Exception {
        TestSpan broken = TestSpan.event("broken");
        if (value.matches("-?[0-9]+")) {
            broken.set(key, Long.parseLong(value));
        } else {
            broken.set(key, value);
        }

        assertPartial(sender.post(TestSpan.event("a"), broken, TestSpan.event("b")), reason);

        assertThat(total().events()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tallyspan.run.id", "tallyspan.usage.quality"})
    void whatIsRequiredIsMissed(String key) throws Exception {
        assertPartial(sender.post(TestSpan.event("a").without(key)), key + " is missing");
    }

    @Test
    void aSpanWithoutIdsIsBroken() throws Exception {
        byte[] request = TestSpan.request(
                List.of(TestSpan.event("a").build().toBuilder().clearTraceId().build()));

        assertPartial(sender.post(request), "no valid trace id");
    }

    @Test
    void aFractionOfATokenIsBroken() throws Exception {
        assertPartial(sender.post(TestSpan.event("a").set("tallyspan.usage.input_tokens", 1.5)), "whole numbers");
    }

    @Test
    void tooManyAttributesAreBroken() throws Exception {
        TestSpan wide = TestSpan.event("wide");
        for (int i = 0; i < 1000; i++) {
            wide.set("k" + i, i);
        }

        assertPartial(sender.post(wide), "attributes, more than 512");
    }

    @Test
    void deepNestingIsBroken() throws Exception {
        AnyValue deep = AnyValue.newBuilder().setIntValue(1).build();
        for (int i = 0; i < 40; i++) {
            deep = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(deep))
                    .build();
        }

        assertPartial(sender.post(TestSpan.event("deep").set("k", deep)), "malformed");
    }

    @Test
    void theSameDeadLetterIsKeptOnce() throws Exception {
        TestSpan broken = TestSpan.event("a").set("tallyspan.schema", 3);
        sender.post(broken);
        sender.post(broken);

        assertThat(bridge.report(ReportQuery.by("customer")).deadLetters()).isEqualTo(1);
    }

    private void assertPartial(HttpResponse<byte[]> answer, String reason) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
        var partial = ExportTraceServiceResponse.parseFrom(answer.body()).getPartialSuccess();
        assertThat(partial.getRejectedSpans()).isEqualTo(1);
        assertThat(partial.getErrorMessage()).contains(reason);
        assertThat(count(BridgeCounter.DEAD_LETTERS)).isEqualTo(1);
        assertThat(bridge.report(ReportQuery.by("customer")).deadLetters()).isEqualTo(1);
    }

    @Test
    void whatIsNoOtlpIsRefusedForGood() throws Exception {
        HttpResponse<byte[]> answer = sender.post("hello".getBytes(UTF_8));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(new String(answer.body(), UTF_8)).contains("no ExportTraceServiceRequest");
        assertThat(count(BridgeCounter.UNDECODABLE)).isEqualTo(1);
    }

    @Test
    void whatIsNoGzipIsRefusedForGood() throws Exception {
        byte[] zipped = Sender.gzip(TestSpan.request(TestSpan.event("a")));

        assertThat(sender.postEncoded("gzip", "hello".getBytes(UTF_8)).statusCode())
                .isEqualTo(400);
        assertThat(sender.postEncoded("gzip", Arrays.copyOf(zipped, zipped.length - 9))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void mutilatedRequestsNeverGetAnythingButAnAnswerOfTheTable() throws Exception {
        byte[] good = TestSpan.request(TestSpan.event("a"), TestSpan.event("b"));
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();

            assertThat(sender.post(bad).statusCode()).isIn(200, 400);
        }
        assertThat(count(BridgeCounter.UNAVAILABLE)).isZero();
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        assertThat(sender.post(new byte[MAX_BODY + 1]).statusCode()).isEqualTo(413);
        assertThat(count(BridgeCounter.TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void aBombIsMeasuredAfterDecompression() throws Exception {
        byte[] bomb = Sender.gzip(new byte[50 * MAX_BODY]);
        assertThat(bomb.length).isLessThan(MAX_BODY);

        assertThat(sender.postEncoded("gzip", bomb).statusCode()).isEqualTo(413);
    }

    @Test
    void aLongSenderGetsToReadItsRefusal() throws Exception {
        assertThat(sender.post(new byte[20_000_000]).statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/x-protobuffer"})
    void otherContentTypesAreRefusedWithTheMend(String type) throws Exception {
        HttpResponse<byte[]> answer =
                sender.send(sender.request().header("Content-Type", type), TestSpan.request(TestSpan.event("a")));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(new String(answer.body(), UTF_8)).contains("http/protobuf");
    }

    @Test
    void noContentTypeIsRefused() throws Exception {
        assertThat(sender.send(sender.request(), new byte[0]).statusCode()).isEqualTo(415);
    }

    @Test
    void parametersOfTheContentTypeAreNoDifference() throws Exception {
        assertThat(sender.send(
                                sender.request().header("Content-Type", "Application/X-Protobuf; charset=x"),
                                new byte[0])
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherCompressionIsRefusedWithTheMend() throws Exception {
        HttpResponse<byte[]> answer = sender.postEncoded("zstd", new byte[0]);

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(new String(answer.body(), UTF_8)).contains("gzip");
    }

    @Test
    void otherPathsAndMethodsAreNoneOfOurs() throws Exception {
        assertThat(sender.get(bridge.endpoint().resolve("/v1/metrics")).statusCode())
                .isEqualTo(404);
        HttpResponse<byte[]> get = sender.get(bridge.tracesEndpoint());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).hasValue("POST");
    }

    @Test
    void aSaturatedBridgeAsksToComeAgain() throws Exception {
        byte[] request = TestSpan.request(TestSpan.event("slow"));
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), bridge.httpPort())) {
            slow.setSoTimeout(30_000);
            OutputStream out = slow.getOutputStream();
            out.write(("POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\nContent-Length: "
                            + request.length + "\r\nExpect: 100-continue\r\n\r\n")
                    .getBytes(UTF_8));
            out.flush();
            assertThat(statusLine(slow)).startsWith("HTTP/1.1 100"); // its body is asked for: it has its place
            assertThat(statusLine(slow)).isEmpty();
            out.write(request, 0, 10);
            out.flush();
            HttpResponse<byte[]> other = sender.post(TestSpan.event("a"));

            assertThat(other.statusCode()).isEqualTo(429);
            assertThat(other.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(count(BridgeCounter.SATURATED)).isEqualTo(1);
            out.write(request, 10, request.length - 10);
            out.flush();
            assertThat(statusLine(slow)).startsWith("HTTP/1.1 200");
        }
        assertThat(sender.post(TestSpan.event("a")).statusCode()).isEqualTo(200);
        assertThat(total().events()).isEqualTo(2);
    }

    private static String statusLine(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
