package io.tallyspan.bridge;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A usage span as a sender would make it, with attributes to change. */
public final class TestSpan {

    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final Map<String, AnyValue> attributes = new LinkedHashMap<>();
    private final Span.Builder span = Span.newBuilder();

    private TestSpan(String name) {
        UUID id = uuid("span " + name);
        span.setName("chat gpt-4o")
                .setTraceId(ByteString.copyFrom(
                        uuid("trace " + name).toString().replace("-", "").substring(0, 16), StandardCharsets.US_ASCII))
                .setSpanId(
                        ByteString.copyFrom(id.toString().replace("-", "").substring(0, 8), StandardCharsets.US_ASCII));
        startingAt(START);
        set("tallyspan.schema", 1);
        set("tallyspan.run.id", "run-1");
        set("tallyspan.execution.id", "execution-1");
        set("tallyspan.customer.id", "acme");
        set("tallyspan.feature", "support");
        set("tallyspan.step", "plan/write");
        set("tallyspan.step.path", "plan/write#2");
        set("tallyspan.call.id", uuid("call " + name).toString());
        set("tallyspan.call.attempt", 1);
        set("tallyspan.outcome", "ok");
        set("tallyspan.usage.quality", "reported");
        set("gen_ai.operation.name", "chat");
        set("gen_ai.request.model", "gpt-4o");
        set("gen_ai.response.model", "gpt-4o-2024-08-06");
    }

    /** A billed attempt with 10 input and 5 output tokens; equal names give equal ids. */
    public static TestSpan event(String name) {
        return new TestSpan(name)
                .set("tallyspan.event.id", eventId(name))
                .set("tallyspan.event.rule", 1)
                .set("tallyspan.usage.input_tokens", 10)
                .set("tallyspan.usage.output_tokens", 5);
    }

    /** An attempt that was not billed. */
    static TestSpan attempt(String name) {
        return new TestSpan(name).set("tallyspan.outcome", "error").set("tallyspan.usage.quality", "unknown");
    }

    static String eventId(String name) {
        return uuid("event " + name).toString();
    }

    private static UUID uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The same record as another observer would send it: other trace and span, same content. */
    TestSpan seenBy(String observer) {
        TestSpan other = new TestSpan(observer + span.getSpanId().toStringUtf8());
        span.setTraceId(other.span.getTraceId()).setSpanId(other.span.getSpanId());
        return this;
    }

    TestSpan startingAt(Instant start) {
        long nanos = start.getEpochSecond() * 1_000_000_000L;
        span.setStartTimeUnixNano(nanos).setEndTimeUnixNano(nanos + 250_000_000);
        return this;
    }

    TestSpan set(String key, String value) {
        return set(key, AnyValue.newBuilder().setStringValue(value).build());
    }

    TestSpan set(String key, long value) {
        return set(key, AnyValue.newBuilder().setIntValue(value).build());
    }

    TestSpan set(String key, double value) {
        return set(key, AnyValue.newBuilder().setDoubleValue(value).build());
    }

    TestSpan set(String key, AnyValue value) {
        attributes.put(key, value);
        return this;
    }

    TestSpan without(String... keys) {
        Arrays.asList(keys).forEach(attributes::remove);
        return this;
    }

    TestSpan cost(String amount, String currency) {
        return set("tallyspan.cost.amount", amount)
                .set("tallyspan.cost.currency", currency)
                .set("tallyspan.cost.source", "catalog");
    }

    Span build() {
        Span.Builder built = span.clone().clearAttributes();
        attributes.forEach((key, value) -> built.addAttributes(attribute(key, value)));
        return built.build();
    }

    /** A request with these spans. */
    public static byte[] request(TestSpan... spans) {
        return request(Arrays.stream(spans).map(TestSpan::build).toList());
    }

    static byte[] request(List<Span> spans) {
        AnyValue test = AnyValue.newBuilder().setStringValue("test").build();
        AnyValue desk = AnyValue.newBuilder().setStringValue("support-desk").build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(attribute("deployment.environment.name", test))
                                .addAttributes(attribute("service.name", desk)))
                        .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans)))
                .build()
                .toByteArray();
    }

    private static KeyValue attribute(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }
}
