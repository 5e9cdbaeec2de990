package io.tallyspan.bridge.ledger;

import static java.util.Objects.requireNonNull;

import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A usage record as the ledger takes it: one attempt and, where it was billed, its event. Immutable.
 *
 * @param identity what it is the record of
 * @param span the span that carried it
 * @param spender who spent it
 * @param exchange what was asked of whom
 * @param billing what it consumed
 * @param cost what that costs; null where nobody stated a price
 * @param attributes every attribute of the span as a JSON object, those that no column holds included
 * @param resource every attribute of the resource as a JSON object
 */
public record Entry(
        Identity identity,
        SpanFacts span,
        Spender spender,
        Exchange exchange,
        Billing billing,
        @Nullable Cost cost,
        String attributes,
        String resource) {

    /** Checks the arguments. */
    public Entry {
        requireNonNull(identity, "identity");
        requireNonNull(span, "span");
        requireNonNull(spender, "spender");
        requireNonNull(exchange, "exchange");
        requireNonNull(billing, "billing");
        requireNonNull(attributes, "attributes");
        requireNonNull(resource, "resource");
    }

    /** What tells this record from every other: the event id, or trace and span id of an attempt without one. */
    String key() {
        return identity.eventId() != null ? identity.eventId() : span.traceId() + ":" + span.spanId();
    }

    /** This record, spent by somebody else. */
    Entry withSpender(Spender other) {
        return new Entry(identity, span, other, exchange, billing, cost, attributes, resource);
    }

    /** The ids of the event, of its call and of the attempt; each null where the record does not say. */
    public record Identity(
            @Nullable String eventId,
            @Nullable Long eventRule,
            @Nullable String callId,
            @Nullable Long attempt,
            @Nullable String attemptSource) {}

    /** Ids of the carrying span in lower-case hex, and its times in nanoseconds since the epoch. */
    public record SpanFacts(
            String traceId, String spanId, @Nullable String parentSpanId, long startNanos, long endNanos) {

        /** Checks the arguments. */
        public SpanFacts {
            requireNonNull(traceId, "traceId");
            requireNonNull(spanId, "spanId");
        }
    }

    /** Who spent it, {@code unattributed} standing in the dimensions about which nobody said anything. */
    public record Spender(
            String run,
            @Nullable String execution,
            String customer,
            String feature,
            String step,
            String stepPath,
            @Nullable String user,
            @Nullable String environment,
            @Nullable String service,
            @Nullable String agent,
            @Nullable String conversation) {

        /** Checks the arguments. */
        public Spender {
            requireNonNull(run, "run");
            requireNonNull(customer, "customer");
            requireNonNull(feature, "feature");
            requireNonNull(step, "step");
            requireNonNull(stepPath, "stepPath");
        }
    }

    /** What was asked of whom, and how it ended. */
    public record Exchange(
            @Nullable String operation,
            @Nullable String dialect,
            @Nullable String provider,
            @Nullable String requestModel,
            @Nullable String responseModel,
            @Nullable String responseId,
            @Nullable String tier,
            @Nullable String server,
            @Nullable Long status,
            @Nullable String errorType,
            @Nullable Outcome outcome) {}

    /**
     * What it consumed.
     *
     * @param quality how good the counts are
     * @param usage the counts of the units that have a column
     * @param otherUnits all other units (server tools, custom ones, ones of later releases) as a JSON object from unit
     *     to exact decimal string; null if there are none
     * @param lines the billing lines as they came; null if there is but one
     * @param digest what two records of one event are compared by
     */
    public record Billing(
            Quality quality,
            Usage usage,
            @Nullable String otherUnits,
            @Nullable String lines,
            String digest) {

        /** Checks the arguments. */
        public Billing {
            requireNonNull(quality, "quality");
            requireNonNull(usage, "usage");
            requireNonNull(digest, "digest");
        }
    }

    /** Money owed to the model's vendor, exact. */
    public record Cost(
            BigDecimal amount,
            String currency,
            @Nullable String source,
            @Nullable String priceVersion,
            boolean lowerBound,
            @Nullable BigDecimal catalogAmount) {

        /** Checks the arguments. */
        public Cost {
            requireNonNull(amount, "amount");
            requireNonNull(currency, "currency");
        }
    }
}
