package io.tallyspan.bridge.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.tallyspan.attribution.Attribution;
import io.tallyspan.bridge.ledger.Entry;
import io.tallyspan.bridge.ledger.Entry.Billing;
import io.tallyspan.bridge.ledger.Entry.Cost;
import io.tallyspan.bridge.ledger.Entry.Exchange;
import io.tallyspan.bridge.ledger.Entry.Identity;
import io.tallyspan.bridge.ledger.Entry.SpanFacts;
import io.tallyspan.bridge.ledger.Entry.Spender;
import io.tallyspan.semconv.GenAiAttributes;
import io.tallyspan.semconv.TallyspanAttributes;
import io.tallyspan.usage.BillingDigest;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.UsageLine;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes ledger entries of usage spans, or says what is wrong with them. Safe for use by several threads. */
final class EntryReader {

    private static final int MAX_ATTRIBUTES = 512;
    private static final int MAX_NESTING = 32;
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final AttributeKey<String> ENVIRONMENT = AttributeKey.stringKey("deployment.environment.name");
    private static final AttributeKey<String> OLD_ENVIRONMENT = AttributeKey.stringKey("deployment.environment");
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

    private final JsonFactory json;
    private final AttributesJson attributesJson;
    private final LinesReader lines;

    EntryReader(JsonFactory json) {
        this.json = json;
        this.attributesJson = new AttributesJson(json);
        this.lines = new LinesReader(json);
    }

    /** The entry that a span makes. */
    Entry read(ReceivedSpan received) throws BrokenRecord {
        if (received.attributes() > MAX_ATTRIBUTES) {
            throw new BrokenRecord(
                    "the span has " + received.attributes() + " attributes, more than " + MAX_ATTRIBUTES);
        }
        Span span;
        Resource resource;
        try {
            span = Span.parseFrom(bounded(received.span()));
            resource = Resource.parseFrom(bounded(received.resource()));
        } catch (InvalidProtocolBufferException e) {
            throw new BrokenRecord("the span is malformed: " + e.getMessage());
        } catch (IOException e) {
            throw new BrokenRecord("the span cannot be read: " + e.getMessage());
        }
        return read(
                span, new AttributeValues(span.getAttributesList()), new AttributeValues(resource.getAttributesList()));
    }

    private Entry read(Span span, AttributeValues attributes, AttributeValues resource) throws BrokenRecord {
        Long schema = attributes.whole(TallyspanAttributes.SCHEMA);
        if (schema == null || schema != TallyspanAttributes.SCHEMA_VERSION) {
            throw new BrokenRecord("tallyspan.schema is " + schema + " and this release takes "
                    + TallyspanAttributes.SCHEMA_VERSION + ": use a newer release");
        }
        return new Entry(
                identity(attributes),
                facts(span),
                spender(attributes, resource),
                exchange(attributes),
                billing(attributes),
                cost(attributes),
                attributesJson.write(attributes.all()),
                attributesJson.write(resource.all()));
    }

    private static CodedInputStream bounded(ByteString message) {
        CodedInputStream in = message.newCodedInput();
        in.setRecursionLimit(MAX_NESTING);
        return in;
    }

    private static Identity identity(AttributeValues attributes) throws BrokenRecord {
        String eventId = attributes.text(TallyspanAttributes.EVENT_ID);
        if (eventId != null && !UUID.matcher(eventId).matches()) {
            throw new BrokenRecord("tallyspan.event.id is no lower-case UUID: " + AttributeValues.shown(eventId));
        }
        return new Identity(
                eventId,
                attributes.whole(TallyspanAttributes.EVENT_RULE),
                attributes.text(TallyspanAttributes.CALL_ID),
                attributes.whole(TallyspanAttributes.CALL_ATTEMPT),
                attributes.text(TallyspanAttributes.CALL_ATTEMPT_SOURCE));
    }

    private static SpanFacts facts(Span span) throws BrokenRecord {
        if (span.getStartTimeUnixNano() <= 0 || span.getEndTimeUnixNano() <= 0) {
            throw new BrokenRecord("the span has no start or no end");
        }
        String parent = span.getParentSpanId().isEmpty() ? null : hex(span.getParentSpanId(), 8, "parent span id");
        return new SpanFacts(
                hex(span.getTraceId(), 16, "trace id"),
                hex(span.getSpanId(), 8, "span id"),
                parent,
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano());
    }

    private static String hex(ByteString id, int length, String name) throws BrokenRecord {
        if (id.size() != length) {
            throw new BrokenRecord("the span has no valid " + name);
        }
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private static Spender spender(AttributeValues attributes, AttributeValues resource) throws BrokenRecord {
        String environment = resource.text(ENVIRONMENT);
        String step = attributed(attributes.text(TallyspanAttributes.STEP));
        String stepPath = attributes.text(TallyspanAttributes.STEP_PATH);
        return new Spender(
                attributes.required(TallyspanAttributes.RUN_ID),
                attributes.text(TallyspanAttributes.EXECUTION_ID),
                attributed(attributes.text(TallyspanAttributes.CUSTOMER_ID)),
                attributed(attributes.text(TallyspanAttributes.FEATURE)),
                step,
                stepPath == null ? step : stepPath,
                attributes.text(TallyspanAttributes.USER_ID),
                environment == null ? resource.text(OLD_ENVIRONMENT) : environment,
                resource.text(SERVICE),
                attributes.text(GenAiAttributes.AGENT_NAME),
                attributes.text(GenAiAttributes.CONVERSATION_ID));
    }

    private static String attributed(@Nullable String dimension) {
        return dimension == null ? Attribution.UNATTRIBUTED : dimension;
    }

    private static Exchange exchange(AttributeValues attributes) throws BrokenRecord {
        String outcome = attributes.text(TallyspanAttributes.OUTCOME);
        return new Exchange(
                attributes.text(GenAiAttributes.OPERATION_NAME),
                attributes.text(TallyspanAttributes.DIALECT),
                attributes.text(GenAiAttributes.PROVIDER_NAME),
                attributes.text(GenAiAttributes.REQUEST_MODEL),
                attributes.text(GenAiAttributes.RESPONSE_MODEL),
                attributes.text(GenAiAttributes.RESPONSE_ID),
                attributes.text(TallyspanAttributes.SERVICE_TIER),
                attributes.text(GenAiAttributes.SERVER_ADDRESS),
                attributes.whole(GenAiAttributes.HTTP_STATUS),
                attributes.text(GenAiAttributes.ERROR_TYPE),
                outcome == null ? null : constant(Outcome.class, TallyspanAttributes.OUTCOME.getKey(), outcome));
    }

    private Billing billing(AttributeValues attributes) throws BrokenRecord {
        Quality quality = constant(
                Quality.class,
                TallyspanAttributes.USAGE_QUALITY.getKey(),
                attributes.required(TallyspanAttributes.USAGE_QUALITY));
        Units units = Units.of(attributes);
        String linesText = attributes.longText(TallyspanAttributes.USAGE_LINES);
        List<UsageLine> usageLines = linesText == null ? List.of() : lines.read(linesText);
        String digest = BillingDigest.of(
                attributes.text(GenAiAttributes.RESPONSE_MODEL),
                attributes.text(TallyspanAttributes.SERVICE_TIER),
                units.usage(),
                usageLines);
        String unknown = units.unknownJson(json);
        return new Billing(
                quality, units.usage(), units.othersJson(json), linesText, unknown == null ? digest : digest + unknown);
    }

    private static @Nullable Cost cost(AttributeValues attributes) throws BrokenRecord {
        BigDecimal amount = attributes.decimal(TallyspanAttributes.COST_AMOUNT);
        String currency = attributes.text(TallyspanAttributes.COST_CURRENCY);
        if ((amount == null) != (currency == null)) {
            throw new BrokenRecord("tallyspan.cost.amount and tallyspan.cost.currency do not come together");
        }
        if (amount == null || currency == null) {
            return null;
        }
        AnyValue lowerBound = attributes.all().get(TallyspanAttributes.COST_LOWER_BOUND.getKey());
        return new Cost(
                amount,
                currency,
                attributes.text(TallyspanAttributes.COST_SOURCE),
                attributes.text(TallyspanAttributes.COST_PRICE_VERSION),
                lowerBound != null && lowerBound.getBoolValue(),
                attributes.decimal(TallyspanAttributes.COST_CATALOG_AMOUNT));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String key, String name) throws BrokenRecord {
        try {
            if (name.equals(name.toLowerCase(Locale.ROOT))) {
                return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
            }
        } catch (IllegalArgumentException e) {
            // told below, together with the wrong case
        }
        throw new BrokenRecord(key + " has no such value: " + AttributeValues.shown(name));
    }
}
