package io.tallyspan.usage;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.trace.SpanContext;
import io.tallyspan.attribution.Attribution;
import io.tallyspan.id.Dialect;
import io.tallyspan.id.EventId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt and, where the provider billed it, the usage event it made: everything a usage span says. Or what the
 * application recorded that it spent beside its model calls: then {@code exchange} is {@link Exchange#NONE}, and the
 * quantity is in {@link Usage#custom()}. Immutable, and complete once made: no field depends on when or how often it is
 * delivered.
 *
 * @param eventId absent on attempts that were not billed
 * @param attempt the attempt's place in its call
 * @param attribution who spent it, as read when the call started
 * @param exchange what was asked of whom, and what came back
 * @param outcome how the exchange ended
 * @param quality how good the counts are
 * @param usage the counts; sums over {@code lines} where there are any
 * @param lines the billing lines, where the response is billed in several; else empty
 * @param cost what it costs; null where no price is known
 * @param span the identity of the usage span: trace of the caller, span id of its own
 * @param parent the span that was current when the call started; invalid if there was none
 * @param startEpochNanos when the exchange began
 * @param endEpochNanos when it ended: start plus monotonic duration
 * @param coveredByGenAiSpan whether somebody else's GenAI span already states this call's usage
 */
public record UsageRecord(
        @Nullable EventId eventId,
        Attempt attempt,
        Attribution attribution,
        Exchange exchange,
        Outcome outcome,
        Quality quality,
        Usage usage,
        List<UsageLine> lines,
        @Nullable Cost cost,
        SpanContext span,
        SpanContext parent,
        long startEpochNanos,
        long endEpochNanos,
        boolean coveredByGenAiSpan) {

    /** Checks the arguments and copies the lines. */
    public UsageRecord {
        requireNonNull(attempt, "attempt");
        requireNonNull(attribution, "attribution");
        requireNonNull(exchange, "exchange");
        requireNonNull(outcome, "outcome");
        requireNonNull(quality, "quality");
        requireNonNull(usage, "usage");
        lines = List.copyOf(lines);
        requireNonNull(span, "span");
        requireNonNull(parent, "parent");
    }

    /** Whether this attempt was billed, as far as anybody can tell, and so is a usage event. */
    public boolean isEvent() {
        return eventId != null;
    }

    /**
     * An attempt's place in its call.
     *
     * @param callId groups the attempts of one call; never a key for deduplication
     * @param number from 1
     * @param source how the number is known
     */
    public record Attempt(String callId, int number, AttemptSource source) {

        /** Checks the arguments. */
        public Attempt {
            requireNonNull(callId, "callId");
            requireNonNull(source, "source");
            if (number < 1) {
                throw new IllegalArgumentException("attempt is not positive: " + number);
            }
        }
    }

    /**
     * What was asked of whom, and what came back, without any content.
     *
     * @param operation the value of {@code gen_ai.operation.name}; null where no model was called
     * @param dialect the wire family; null where no model was called
     * @param requestModel the model asked for
     * @param responseModel the model that answered, as the response names it
     * @param responseId the response's own id
     * @param serviceTier the tier the response says was used
     * @param priceDimensions what else decides the price (speed, geography, ...), by dimension
     * @param serverAddress the host
     * @param serverPort the port; 0 if unknown
     * @param status the HTTP status; 0 if none came
     * @param errorType the provider's error type, the status, or the class of the exception; null without an error
     */
    public record Exchange(
            @Nullable String operation,
            @Nullable Dialect dialect,
            @Nullable String requestModel,
            @Nullable String responseModel,
            @Nullable String responseId,
            @Nullable String serviceTier,
            Map<String, String> priceDimensions,
            @Nullable String serverAddress,
            int serverPort,
            int status,
            @Nullable String errorType) {

        /** No model was called: the application recorded what else it spent. */
        public static final Exchange NONE =
                new Exchange(null, null, null, null, null, null, Map.of(), null, 0, 0, null);

        /** Checks the arguments and copies the dimensions. */
        public Exchange {
            if ((operation == null) != (dialect == null)) {
                throw new IllegalArgumentException("operation and dialect do not come together");
            }
            priceDimensions = Map.copyOf(priceDimensions);
        }
    }
}
