package io.tallyspan.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.tallyspan.semconv.TallyspanAttributes;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.UsageRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Usage records as OTLP, whose protobuf form is stable (opentelemetry-proto 1.x, {@code trace.proto}).
 *
 * <p>A record is turned into the bytes of its {@code Span} message once. A request is resource and scope, also made
 * once, around any number of those: so a record that is sent again, in another company or out of a spool, is the same
 * bytes. That, and a receiver's {@code partial_success}, are why the SDK's span exporter is not used here: it
 * serializes anew for each attempt, and keeps the receiver's answer to itself. Its marshalers are internal to
 * OpenTelemetry.
 */
final class OtlpEncoder {

    private static final int KIND_INTERNAL = 1;
    private static final int KIND_CLIENT = 3;
    private static final int STATUS_ERROR = 2;
    private static final int FLAG_HAS_IS_REMOTE = 0x100;
    private static final int FLAG_IS_REMOTE = 0x200;

    private final UsageAttributes attributes;
    private final ProtoBuffer resource = new ProtoBuffer();
    private final ProtoBuffer scope = new ProtoBuffer();

    OtlpEncoder(UsageAttributes attributes, Attributes resourceAttributes, @Nullable String version) {
        this.attributes = attributes;
        putAttributes(resource, 1, resourceAttributes);
        scope.text(1, TallyspanAttributes.SCOPE_NAME);
        if (version != null) {
            scope.text(2, version);
        }
    }

    /**
     * The bytes of one {@code Span}. The caller's trace state is left out: a sampling threshold in it would make back
     * ends multiply the counts of a span that is never sampled.
     */
    byte[] span(UsageRecord record) {
        SpanContext parent = record.parent();
        ProtoBuffer span = new ProtoBuffer();
        span.bytes(1, record.span().getTraceIdBytes());
        span.bytes(2, record.span().getSpanIdBytes());
        int flags = record.span().getTraceFlags().asByte() & 0xFF;
        if (parent.isValid()) {
            span.bytes(4, parent.getSpanIdBytes());
            flags |= FLAG_HAS_IS_REMOTE | (parent.isRemote() ? FLAG_IS_REMOTE : 0);
        }
        span.text(5, UsageAttributes.spanName(record));
        span.int64(6, record.exchange().operation() == null ? KIND_INTERNAL : KIND_CLIENT);
        span.fixed64(7, record.startEpochNanos());
        span.fixed64(8, record.endEpochNanos());
        putAttributes(span, 9, attributes.of(record));
        if (record.outcome() == Outcome.ERROR || record.exchange().errorType() != null) {
            ProtoBuffer status = new ProtoBuffer();
            status.int64(3, STATUS_ERROR);
            span.message(15, status);
        }
        span.fixed32(16, flags);
        return span.toByteArray();
    }

    /** The bytes of one {@code ExportTraceServiceRequest} with these spans. */
    byte[] request(List<byte[]> spans) {
        ProtoBuffer scopeSpans = new ProtoBuffer();
        scopeSpans.message(1, scope);
        for (byte[] span : spans) {
            scopeSpans.bytes(2, span);
        }
        ProtoBuffer resourceSpans = new ProtoBuffer();
        resourceSpans.message(1, resource);
        resourceSpans.message(2, scopeSpans);
        ProtoBuffer request = new ProtoBuffer();
        request.message(1, resourceSpans);
        return request.toByteArray();
    }

    private static void putAttributes(ProtoBuffer message, int field, Attributes attributes) {
        for (Map.Entry<AttributeKey<?>, Object> attribute : attributes.asMap().entrySet()) {
            ProtoBuffer any = new ProtoBuffer();
            Object value = attribute.getValue();
            if (value instanceof Boolean bool) {
                any.int64(2, bool ? 1 : 0);
            } else if (value instanceof Long number) {
                any.int64(3, number);
            } else if (value instanceof Double fraction) {
                any.float64(4, fraction);
            } else {
                any.text(1, value.toString());
            }
            ProtoBuffer keyValue = new ProtoBuffer();
            keyValue.text(1, attribute.getKey().getKey());
            keyValue.message(2, any);
            message.message(field, keyValue);
        }
    }
}
