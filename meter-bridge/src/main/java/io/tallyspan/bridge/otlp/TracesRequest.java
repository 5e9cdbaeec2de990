package io.tallyspan.bridge.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.tallyspan.semconv.TallyspanAttributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the usage records in an {@code ExportTraceServiceRequest} by walking its bytes. Building the whole message
 * first would cost fifty times its size for hostile input, and time for the spans of others, of which a shared
 * collector sends many.
 */
final class TracesRequest {

    private static final int RESOURCE_SPANS = tag(ExportTraceServiceRequest.RESOURCE_SPANS_FIELD_NUMBER);
    private static final int RESOURCE = tag(ResourceSpans.RESOURCE_FIELD_NUMBER);
    private static final int SCOPE_SPANS = tag(ResourceSpans.SCOPE_SPANS_FIELD_NUMBER);
    private static final int SPAN = tag(ScopeSpans.SPANS_FIELD_NUMBER);
    private static final int ATTRIBUTE = tag(Span.ATTRIBUTES_FIELD_NUMBER);
    private static final int KEY = tag(KeyValue.KEY_FIELD_NUMBER);
    private static final ByteString SCHEMA = ByteString.copyFromUtf8(TallyspanAttributes.SCHEMA.getKey());

    private final List<ReceivedSpan> usage = new ArrayList<>();
    private int foreign;

    private TracesRequest() {}

    /**
     * Walks a request.
     *
     * @throws InvalidProtocolBufferException if it is not well-formed
     */
    static TracesRequest read(ByteString body) throws InvalidProtocolBufferException {
        TracesRequest request = new TracesRequest();
        walk(body, (tag, field) -> {
            if (tag == RESOURCE_SPANS) {
                request.readResourceSpans(field);
            }
        });
        return request;
    }

    /** The spans that have the attribute {@code tallyspan.schema}, in their order. */
    List<ReceivedSpan> usage() {
        return usage;
    }

    /** How many other spans there were. */
    int foreign() {
        return foreign;
    }

    private void readResourceSpans(ByteString bytes) throws InvalidProtocolBufferException {
        List<ByteString> scopes = new ArrayList<>();
        ByteString[] resource = {ByteString.EMPTY};
        walk(bytes, (tag, field) -> {
            if (tag == RESOURCE) {
                resource[0] = resource[0].concat(field); // concatenated messages are merged messages
            } else if (tag == SCOPE_SPANS) {
                scopes.add(field);
            }
        });
        for (ByteString scope : scopes) {
            walk(scope, (tag, field) -> {
                if (tag == SPAN) {
                    readSpan(resource[0], field);
                }
            });
        }
    }

    private void readSpan(ByteString resource, ByteString bytes) throws InvalidProtocolBufferException {
        int[] attributes = {0};
        boolean[] isUsage = {false};
        walk(bytes, (tag, field) -> {
            if (tag == ATTRIBUTE) {
                attributes[0]++;
                isUsage[0] |= hasSchemaKey(field);
            }
        });
        if (isUsage[0]) {
            usage.add(new ReceivedSpan(resource, bytes, attributes[0]));
        } else {
            foreign++;
        }
    }

    private static boolean hasSchemaKey(ByteString attribute) throws InvalidProtocolBufferException {
        boolean[] found = {false};
        walk(attribute, (tag, field) -> found[0] |= tag == KEY && field.equals(SCHEMA));
        return found[0];
    }

    private interface Field {
        void at(int tag, ByteString bytes) throws InvalidProtocolBufferException;
    }

    /** Passes every length-delimited field of a message and skips the others. */
    private static void walk(ByteString message, Field visitor) throws InvalidProtocolBufferException {
        CodedInputStream in = message.newCodedInput();
        in.enableAliasing(true);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagWireType(tag)) {
                    case WireFormat.WIRETYPE_LENGTH_DELIMITED -> visitor.at(tag, in.readBytes());
                    case WireFormat.WIRETYPE_VARINT, WireFormat.WIRETYPE_FIXED32, WireFormat.WIRETYPE_FIXED64 ->
                        in.skipField(tag);
                    default -> throw new InvalidProtocolBufferException("OTLP has no groups");
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
    }

    private static int tag(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
