package io.tallyspan.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.tallyspan.config.TallyspanConfig;
import io.tallyspan.config.TallyspanConfigException;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.usage.UsageRecord;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UsagePipelineTest {

    private static final BackOff.Timing FAST =
            new BackOff.Timing(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(100));
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Counters counters = new Counters();
    private final Guard guard = new Guard(counters, thrown -> {
        throw new AssertionError(thrown);
    });
    private final Map<String, String> environment = new HashMap<>();
    private OtlpReceiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = OtlpReceiver.start();
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url());
        environment.put("TALLYSPAN_EXPORT_SCHEDULE_DELAY", "50ms");
    }

    @AfterEach
    void stop() {
        receiver.close();
        assertThat(counters.get(Counter.GUARDED)).isZero();
    }

    private UsagePipeline pipeline() {
        TallyspanConfig config = TallyspanConfig.builder()
                .systemProperties(Map.of())
                .environment(environment)
                .build();
        return UsagePipeline.create(config, guard, counters, FAST);
    }

    @Test
    void everyFieldOfARecordArrives() {
        try (UsagePipeline pipeline = pipeline()) {
            pipeline.accept(Records.full());
            assertThat(pipeline.flush(LONG)).isTrue();
        }
        Span span = receiver.taken().get(0);
        assertThat(receiver.taken()).hasSize(1);
        assertThat(span.getName()).isEqualTo("chat claude-sonnet");
        assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(hex(span.getTraceId())).isEqualTo(Records.TRACE);
        assertThat(hex(span.getSpanId())).isEqualTo("b7ad6b7169203331");
        assertThat(hex(span.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
        assertThat(span.getFlags()).isEqualTo(0x300);
        assertThat(span.getStartTimeUnixNano()).isEqualTo(1_700_000_000_000_000_000L);
        assertThat(span.getEndTimeUnixNano()).isEqualTo(1_700_000_001_500_000_000L);
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
        Map<String, Object> expected = new TreeMap<>(Map.ofEntries(
                Map.entry("tallyspan.schema", 1L),
                Map.entry("tallyspan.event.id", "event-1"),
                Map.entry("tallyspan.event.rule", 1L),
                Map.entry("tallyspan.call.id", "call-1"),
                Map.entry("tallyspan.call.attempt", 2L),
                Map.entry("tallyspan.call.attempt_source", "marker"),
                Map.entry("tallyspan.run.id", "run-1"),
                Map.entry("tallyspan.execution.id", "exec-1"),
                Map.entry("tallyspan.customer.id", "acme"),
                Map.entry("tallyspan.feature", "triage"),
                Map.entry("tallyspan.step", "plan/research"),
                Map.entry("tallyspan.step.path", "plan/research#2"),
                Map.entry("gen_ai.agent.name", "planner"),
                Map.entry("user.id", "user-7"),
                Map.entry("tallyspan.tag.team", "blue"),
                Map.entry("tallyspan.tag.art", "\u00fcber"),
                Map.entry("tallyspan.dialect", "anthropic"),
                Map.entry("gen_ai.operation.name", "chat"),
                Map.entry("gen_ai.provider.name", "anthropic"),
                Map.entry("gen_ai.request.model", "claude-sonnet"),
                Map.entry("gen_ai.response.model", "claude-sonnet-5"),
                Map.entry("gen_ai.response.id", "msg_1"),
                Map.entry("tallyspan.service_tier", "standard"),
                Map.entry("tallyspan.price.speed", "fast"),
                Map.entry("server.address", "api.anthropic.com"),
                Map.entry("server.port", 443L),
                Map.entry("http.response.status_code", 200L),
                Map.entry("tallyspan.outcome", "ok"),
                Map.entry("tallyspan.usage.quality", "reported"),
                Map.entry("tallyspan.usage.input_tokens", 60L),
                Map.entry("tallyspan.usage.output_tokens", 30L),
                Map.entry("tallyspan.usage.cache_read_tokens", 20L),
                Map.entry("tallyspan.usage.cache_write_tokens", 10L),
                Map.entry("tallyspan.usage.reasoning_tokens", 5L),
                Map.entry("tallyspan.usage.audio_seconds", 1.5),
                Map.entry("tallyspan.usage.server_tool.web_search", 2L),
                Map.entry(
                        "tallyspan.usage.lines",
                        "[{\"line\":0,\"type\":\"message\",\"usage\":{\"input_tokens\":40}},"
                                + "{\"line\":1,\"type\":\"compaction\",\"model\":\"claude-haiku\","
                                + "\"usage\":{\"input_tokens\":20}}]"),
                Map.entry("gen_ai.usage.input_tokens", 60L),
                Map.entry("gen_ai.usage.output_tokens", 30L),
                Map.entry("gen_ai.usage.cache_read.input_tokens", 20L),
                Map.entry("gen_ai.usage.cache_creation.input_tokens", 10L),
                Map.entry("gen_ai.usage.reasoning.output_tokens", 5L)));
        assertThat(attributes(span.getAttributesList())).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void whatNobodySaidIsUnattributed() {
        try (UsagePipeline pipeline = pipeline()) {
            pipeline.accept(Records.numbered(1));
            pipeline.accept(Records.failed());
        }
        assertThat(attributes(receiver.taken().get(0).getAttributesList()))
                .containsEntry("tallyspan.customer.id", "unattributed")
                .containsEntry("tallyspan.feature", "unattributed")
                .containsEntry("tallyspan.step", "unattributed")
                .doesNotContainKeys("tallyspan.step.path", "user.id", "gen_ai.agent.name");
        Span failed = receiver.taken().get(1);
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(failed.getStatus().getMessage()).isEmpty();
        assertThat(attributes(failed.getAttributesList()))
                .containsEntry("error.type", "rate_limit_error")
                .doesNotContainKey("tallyspan.event.id");
        assertThat(counters.get(Counter.EXPORTED)).isEqualTo(2);
    }

    @Test
    void theMirrorIsWrittenOnceAndInTheDialectAskedFor() {
        assertThat(mirrorKeys("auto", "default", false)).contains("gen_ai.usage.cache_creation.input_tokens");
        assertThat(mirrorKeys("auto", "default", true)).isEmpty();
        assertThat(mirrorKeys("always", "latest", true))
                .contains("gen_ai.usage.cache_write.input_tokens")
                .doesNotContain("gen_ai.usage.cache_creation.input_tokens");
        assertThat(mirrorKeys("never", "default", false)).isEmpty();
    }

    private List<String> mirrorKeys(String mirror, String semconv, boolean covered) {
        environment.put("TALLYSPAN_GENAI_USAGE", mirror);
        environment.put("TALLYSPAN_SEMCONV", semconv);
        receiver.seen.clear();
        try (UsagePipeline pipeline = pipeline()) {
            pipeline.accept(covered ? Records.covered() : Records.full());
        }
        return receiver.taken().get(0).getAttributesList().stream()
                .map(KeyValue::getKey)
                .filter(key -> key.startsWith("gen_ai.usage."))
                .toList();
    }

    @Test
    void resourceHeadersAndCompressionFollowTheStandardSettings() {
        environment.put("OTEL_SERVICE_NAME", "desk");
        environment.put("OTEL_RESOURCE_ATTRIBUTES", "service.namespace=support%20eu,service.name=other");
        environment.put("TALLYSPAN_ENVIRONMENT", "staging");
        environment.put("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20abc,x-two=2");
        environment.put("OTEL_SDK_DISABLED", "true");
        environment.put("OTEL_TRACES_SAMPLER", "always_off");
        environment.put("OTEL_TRACES_EXPORTER", "none");
        environment.put("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "1");
        try (UsagePipeline pipeline = pipeline()) {
            pipeline.accept(Records.numbered(1));
        }
        OtlpReceiver.Seen seen = receiver.seen.get(0);
        assertThat(seen.path()).isEqualTo("/v1/traces");
        assertThat(seen.headers())
                .containsEntry("Content-encoding", List.of("gzip"))
                .containsEntry("Content-type", List.of("application/x-protobuf"))
                .containsEntry("Authorization", List.of("Bearer abc"))
                .containsEntry("X-two", List.of("2"));
        assertThat(attributes(seen.request().getResourceSpans(0).getResource().getAttributesList()))
                .containsEntry("service.name", "desk")
                .containsEntry("service.namespace", "support eu")
                .containsEntry("deployment.environment.name", "staging")
                .containsEntry("telemetry.sdk.language", "java")
                .containsEntry("telemetry.distro.name", "tallyspan");
        assertThat(seen.request()
                        .getResourceSpans(0)
                        .getScopeSpans(0)
                        .getScope()
                        .getName())
                .isEqualTo("io.tallyspan");
        assertThat(seen.spans().get(0).getAttributesCount()).isGreaterThan(10);
    }

    @Test
    void theEndpointForTracesIsTakenAsItIs_andCompressionCanBeOff() {
        environment.put("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", receiver.url() + "/as/is");
        environment.put("OTEL_EXPORTER_OTLP_COMPRESSION", "none");
        try (UsagePipeline pipeline = pipeline()) {
            pipeline.accept(Records.numbered(1));
        }
        assertThat(receiver.seen.get(0).path()).isEqualTo("/as/is");
        assertThat(receiver.seen.get(0).headers()).doesNotContainKey("Content-encoding");
    }

    @Test
    void aReceiverThatComesBackGetsEverything() throws Exception {
        int port = receiver.port();
        receiver.close();
        try (UsagePipeline pipeline = pipeline()) {
            IntStream.range(0, 50).forEach(i -> pipeline.accept(Records.numbered(i)));
            assertThat(pipeline.flush(Duration.ofMillis(300))).isFalse();
            assertThat(counters.get(Counter.EXPORT_FAILURES, "connect")).isPositive();
            receiver = OtlpReceiver.startAt(port);
            assertThat(pipeline.flush(LONG)).isTrue();
        }
        assertThat(receiver.taken()).hasSize(50);
        assertThat(counters.get(Counter.DROPPED)).isZero();
        assertThat(counters.get(Counter.EXPORTED)).isEqualTo(50);
    }

    @Test
    void aRecordThatIsSentAgainIsTheSameBytes() {
        AtomicInteger requests = new AtomicInteger();
        receiver.answer(
                request -> requests.incrementAndGet() <= 3 ? new OtlpReceiver.Answer(503, 0) : OtlpReceiver.Answer.OK);
        try (UsagePipeline pipeline = pipeline()) {
            pipeline.accept(Records.full());
            assertThat(pipeline.flush(LONG)).isTrue();
        }
        assertThat(receiver.seen).hasSize(4);
        assertThat(receiver.seen.stream()
                        .map(seen -> seen.request().toByteString())
                        .distinct())
                .hasSize(1);
        assertThat(counters.get(Counter.EXPORT_FAILURES, "http_503")).isEqualTo(3);
    }

    @Test
    void refusalsKeepTheRecords() {
        for (int status : List.of(401, 403, 404, 405, 415, 429, 500, 418)) {
            receiver.seen.clear();
            AtomicInteger requests = new AtomicInteger();
            receiver.answer(request ->
                    requests.incrementAndGet() == 1 ? new OtlpReceiver.Answer(status, 0) : OtlpReceiver.Answer.OK);
            try (UsagePipeline pipeline = pipeline()) {
                pipeline.accept(Records.numbered(status));
                assertThat(pipeline.flush(LONG)).isTrue();
            }
            assertThat(receiver.taken()).as("after %d", status).hasSize(1);
            assertThat(counters.get(Counter.EXPORT_FAILURES, "http_" + status)).isEqualTo(1);
        }
        assertThat(counters.get(Counter.DROPPED)).isZero();
    }

    @Test
    void oneBadRecordIsFoundAndTheOthersArrive() {
        for (int status : List.of(400, 413)) {
            receiver.seen.clear();
            long before = counters.get(Counter.DROPPED, "rejected");
            receiver.answer(request -> request.toString().contains("event-17\"")
                    ? new OtlpReceiver.Answer(status, 0)
                    : OtlpReceiver.Answer.OK);
            try (UsagePipeline pipeline = pipeline()) {
                IntStream.range(0, 100).forEach(i -> pipeline.accept(Records.numbered(i)));
                assertThat(pipeline.flush(LONG)).isTrue();
            }
            assertThat(receiver.taken().stream().map(UsagePipelineTest::eventId))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100)
                            .filter(i -> i != 17)
                            .mapToObj(i -> "event-" + i)
                            .toList());
            assertThat(counters.get(Counter.DROPPED, "rejected")).isEqualTo(before + 1);
        }
    }

    @Test
    void partialSuccessIsBisectedToo() {
        receiver.answer(
                request -> new OtlpReceiver.Answer(200, request.toString().contains("event-3\"") ? 1 : 0));
        try (UsagePipeline pipeline = pipeline()) {
            IntStream.range(0, 10).forEach(i -> pipeline.accept(Records.numbered(i)));
            assertThat(pipeline.flush(LONG)).isTrue();
        }
        assertThat(counters.byLabelValue(Counter.DROPPED)).isEqualTo(Map.of("rejected", 1L));
        assertThat(counters.get(Counter.EXPORTED)).isEqualTo(9);
    }

    @Test
    void whatFindsNoRoomIsCounted() {
        environment.put("TALLYSPAN_EXPORT_QUEUE_SIZE", "5");
        receiver.answer(request -> new OtlpReceiver.Answer(503, 0));
        UsagePipeline pipeline = pipeline();
        IntStream.range(0, 8).forEach(i -> pipeline.accept(Records.numbered(i)));
        assertThat(counters.byLabelValue(Counter.DROPPED)).isEqualTo(Map.of("queue_full", 3L));
        assertThat(pipeline.close(Duration.ofMillis(300))).isFalse();
        assertThat(counters.byLabelValue(Counter.DROPPED)).isEqualTo(Map.of("queue_full", 3L, "shutdown", 5L));
    }

    @Test
    void closingLosesNothing_alsoTwiceAndFromAHook() throws Exception {
        UsagePipeline pipeline = pipeline();
        IntStream.range(0, 3000).forEach(i -> pipeline.accept(Records.numbered(i)));
        Thread hook = new Thread(pipeline::close);
        hook.start();
        assertThat(pipeline.close(LONG)).isTrue();
        hook.join();
        assertThat(pipeline.close(LONG)).isTrue();
        assertThat(receiver.taken().stream().map(UsagePipelineTest::eventId).distinct())
                .hasSize(3000);
        assertThat(counters.get(Counter.DROPPED)).isZero();
        pipeline.accept(Records.numbered(3001));
        assertThat(counters.byLabelValue(Counter.DROPPED)).isEqualTo(Map.of("closed", 1L));
    }

    @Test
    void closingEndsAtItsDeadlineWhereTheReceiverHangs() throws Exception {
        try (ServerSocket mute = new ServerSocket(0)) {
            environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + mute.getLocalPort());
            UsagePipeline pipeline = pipeline();
            pipeline.accept(Records.numbered(1));
            long start = System.nanoTime();
            assertThat(pipeline.close(Duration.ofMillis(400))).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            assertThat(counters.byLabelValue(Counter.DROPPED)).isEqualTo(Map.of("shutdown", 1L));
        }
    }

    @Test
    void acceptingCostsTheCallersThreadNextToNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (UsagePipeline pipeline = pipeline()) {
            UsageRecord record = Records.numbered(1);
            IntStream.range(0, 2000).forEach(i -> pipeline.accept(record));
            long thread = Thread.currentThread().getId();
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 2000; i++) {
                pipeline.accept(record);
            }
            long perRecord = (threads.getThreadAllocatedBytes(thread) - before) / 2000;
            assertThat(perRecord).as("bytes allocated for each record").isLessThan(128);
        }
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        environment.put("TALLYSPAN_EXPORT_QUEUE_SIZE", "100000");
        try (UsagePipeline pipeline = pipeline()) {
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(t -> new Thread(() -> {
                        try {
                            go.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        IntStream.range(0, 1000).forEach(i -> pipeline.accept(Records.numbered(t * 1000 + i)));
                    }))
                    .toList();
            threads.forEach(Thread::start);
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(pipeline.flush(LONG)).isTrue();
        }
        assertThat(receiver.taken().stream().map(UsagePipelineTest::eventId).distinct())
                .hasSize(8000);
    }

    @Test
    void grpcWithoutASenderSaysWhatIsMissing() {
        environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
        assertThatThrownBy(this::pipeline)
                .isInstanceOf(TallyspanConfigException.class)
                .hasMessageContaining("gRPC sender")
                .hasMessageContaining("http/protobuf");
    }

    @Test
    void threadsOfThePipelineDoNotHoldTheCallersClassLoader() {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        ClassLoader application = new ClassLoader(before) {};
        current.setContextClassLoader(application);
        try (UsagePipeline pipeline = pipeline()) {
            pipeline.accept(Records.numbered(1));
            assertThat(pipeline.flush(LONG)).isTrue();
            assertThat(current.getContextClassLoader()).isSameAs(application);
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("tallyspan-")
                                    || thread.getName().startsWith("HttpClient-"))
                            .map(Thread::getContextClassLoader))
                    .isNotEmpty()
                    .doesNotContain(application);
        } finally {
            current.setContextClassLoader(before);
        }
    }

    private static String eventId(Span span) {
        return String.valueOf(attributes(span.getAttributesList()).get("tallyspan.event.id"));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static Map<String, Object> attributes(List<KeyValue> list) {
        return list.stream().collect(Collectors.toMap(KeyValue::getKey, pair -> value(pair.getValue())));
    }

    private static Object value(AnyValue any) {
        return switch (any.getValueCase()) {
            case INT_VALUE -> any.getIntValue();
            case DOUBLE_VALUE -> any.getDoubleValue();
            case BOOL_VALUE -> any.getBoolValue();
            default -> new String(any.getStringValue().getBytes(UTF_8), UTF_8);
        };
    }
}
