package io.tallyspan.export;

import static java.util.Objects.requireNonNullElse;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.tallyspan.attribution.Attribution;
import io.tallyspan.config.GenAiUsage;
import io.tallyspan.config.SemconvDialect;
import io.tallyspan.id.EventId;
import io.tallyspan.semconv.GenAiAttributes;
import io.tallyspan.semconv.TallyspanAttributes;
import io.tallyspan.usage.Cost;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageRecord;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a usage record says, as attributes: the same whether it leaves as a span or, one day, as a log event. Of the
 * record alone, so that two renderings of it are equal. Immutable.
 */
public final class UsageAttributes {

    private final GenAiUsage mirror;
    private final SemconvDialect dialect;

    /**
     * Attributes with the mirror {@code gen_ai.usage.*} where {@code mirror} says so, spelt as {@code dialect} has it.
     */
    public UsageAttributes(GenAiUsage mirror, SemconvDialect dialect) {
        this.mirror = mirror;
        this.dialect = dialect;
    }

    /**
     * {@code {operation} {request model}}; the operation alone where no model was asked for by name; the units alone
     * where no model was called.
     */
    static String spanName(UsageRecord record) {
        String model = record.exchange().requestModel();
        String operation = record.exchange().operation();
        if (operation == null) {
            return String.join(" ", record.usage().custom().keySet());
        }
        return model == null ? operation : operation + " " + model;
    }

    /** The record's attributes, in a fixed order. */
    public Attributes of(UsageRecord record) {
        AttributesBuilder out = Attributes.builder();
        out.put(TallyspanAttributes.SCHEMA, TallyspanAttributes.SCHEMA_VERSION);
        if (record.eventId() != null) {
            out.put(TallyspanAttributes.EVENT_ID, record.eventId().value());
            if (record.eventId().rule() != EventId.KEYED) {
                out.put(TallyspanAttributes.EVENT_RULE, (long) record.eventId().rule());
            }
        }
        out.put(TallyspanAttributes.CALL_ID, record.attempt().callId());
        out.put(TallyspanAttributes.CALL_ATTEMPT, (long) record.attempt().number());
        out.put(
                TallyspanAttributes.CALL_ATTEMPT_SOURCE,
                record.attempt().source().wireName());
        putAttribution(out, record.attribution());
        putExchange(out, record.exchange());
        out.put(TallyspanAttributes.OUTCOME, record.outcome().wireName());
        out.put(TallyspanAttributes.USAGE_QUALITY, record.quality().wireName());
        putUsage(out, record);
        return out.build();
    }

    private static void putAttribution(AttributesBuilder out, Attribution who) {
        out.put(TallyspanAttributes.RUN_ID, who.runId());
        out.put(TallyspanAttributes.EXECUTION_ID, who.executionId());
        out.put(TallyspanAttributes.CUSTOMER_ID, requireNonNullElse(who.customerId(), Attribution.UNATTRIBUTED));
        out.put(TallyspanAttributes.FEATURE, requireNonNullElse(who.feature(), Attribution.UNATTRIBUTED));
        out.put(TallyspanAttributes.STEP, who.step().isEmpty() ? Attribution.UNATTRIBUTED : who.step());
        if (!who.stepPath().isEmpty()) {
            out.put(TallyspanAttributes.STEP_PATH, who.stepPath());
        }
        putIfPresent(out, GenAiAttributes.AGENT_NAME, who.agentName());
        putIfPresent(out, TallyspanAttributes.USER_ID, who.userId());
        putSorted(out, TallyspanAttributes.TAG_PREFIX, who.tags());
    }

    private static void putExchange(AttributesBuilder out, UsageRecord.Exchange exchange) {
        if (exchange.dialect() != null) {
            out.put(TallyspanAttributes.DIALECT, exchange.dialect().wireName());
            out.put(GenAiAttributes.PROVIDER_NAME, exchange.dialect().providerName());
        }
        putIfPresent(out, GenAiAttributes.OPERATION_NAME, exchange.operation());
        putIfPresent(out, GenAiAttributes.REQUEST_MODEL, exchange.requestModel());
        putIfPresent(out, GenAiAttributes.RESPONSE_MODEL, exchange.responseModel());
        putIfPresent(out, GenAiAttributes.RESPONSE_ID, exchange.responseId());
        putIfPresent(out, TallyspanAttributes.SERVICE_TIER, exchange.serviceTier());
        putSorted(out, TallyspanAttributes.PRICE_PREFIX, exchange.priceDimensions());
        putIfPresent(out, GenAiAttributes.SERVER_ADDRESS, exchange.serverAddress());
        putIfPresent(out, GenAiAttributes.SERVER_PORT, exchange.serverPort() > 0 ? (long) exchange.serverPort() : null);
        putIfPresent(out, GenAiAttributes.HTTP_STATUS, exchange.status() > 0 ? (long) exchange.status() : null);
        putIfPresent(out, GenAiAttributes.ERROR_TYPE, exchange.errorType());
    }

    private void putUsage(AttributesBuilder out, UsageRecord record) {
        Usage usage = record.usage();
        usage.forEachCount(
                (unit, count) -> out.put(AttributeKey.longKey(TallyspanAttributes.USAGE_PREFIX + unit), count));
        for (Unit unit : Unit.values()) {
            if (unit.isFractional()) {
                putIfPresent(
                        out,
                        AttributeKey.doubleKey(TallyspanAttributes.USAGE_PREFIX + unit.unitName()),
                        usage.getFraction(unit));
            }
        }
        usage.custom()
                .forEach((unit, quantity) ->
                        out.put(TallyspanAttributes.USAGE_PREFIX + Usage.CUSTOM + unit, quantity.toPlainString()));
        if (!record.lines().isEmpty()) {
            out.put(TallyspanAttributes.USAGE_LINES, BillingLinesJson.of(record.lines()));
        }
        if (record.cost() != null) {
            putCost(out, record.cost());
        }
        if (mirror == GenAiUsage.ALWAYS || (mirror == GenAiUsage.AUTO && !record.coveredByGenAiSpan())) {
            putIfPresent(out, GenAiAttributes.USAGE_INPUT, usage.get(Unit.INPUT_TOKENS));
            putIfPresent(out, GenAiAttributes.USAGE_OUTPUT, usage.get(Unit.OUTPUT_TOKENS));
            putIfPresent(out, GenAiAttributes.USAGE_CACHE_READ, usage.get(Unit.CACHE_READ_TOKENS));
            putIfPresent(
                    out,
                    dialect == SemconvDialect.LATEST
                            ? GenAiAttributes.USAGE_CACHE_WRITE
                            : GenAiAttributes.USAGE_CACHE_CREATION,
                    usage.get(Unit.CACHE_WRITE_TOKENS));
            putIfPresent(out, GenAiAttributes.USAGE_REASONING, usage.get(Unit.REASONING_TOKENS));
        }
    }

    private static void putCost(AttributesBuilder out, Cost cost) {
        out.put(TallyspanAttributes.COST_AMOUNT, cost.amount().toPlainString());
        out.put(TallyspanAttributes.COST_CURRENCY, cost.currency());
        out.put(TallyspanAttributes.COST_SOURCE, cost.source().wireName());
        putIfPresent(out, TallyspanAttributes.COST_PRICE_VERSION, cost.priceVersion());
        if (cost.lowerBound()) {
            out.put(TallyspanAttributes.COST_LOWER_BOUND, true);
        }
        if (cost.catalogAmount() != null) {
            out.put(
                    TallyspanAttributes.COST_CATALOG_AMOUNT,
                    cost.catalogAmount().toPlainString());
        }
        if (cost.currency().equals("USD")) {
            out.put(TallyspanAttributes.COST_USD, cost.amount().doubleValue());
        }
    }

    private static <T> void putIfPresent(AttributesBuilder out, AttributeKey<T> key, @Nullable T value) {
        if (value != null) {
            out.put(key, value);
        }
    }

    /** Sorted, because the order of an immutable map differs from process to process. */
    private static void putSorted(AttributesBuilder out, String prefix, Map<String, String> values) {
        if (!values.isEmpty()) {
            new TreeMap<>(values).forEach((key, value) -> out.put(prefix + key, value));
        }
    }
}
