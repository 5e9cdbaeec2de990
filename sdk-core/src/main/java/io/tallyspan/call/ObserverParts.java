package io.tallyspan.call;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.tallyspan.attribution.Attributor;
import io.tallyspan.id.EventIdRules;
import io.tallyspan.id.IdTable;
import io.tallyspan.price.Pricer;
import io.tallyspan.reader.WireFormats;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.IdSource;
import io.tallyspan.runtime.TimeSource;
import io.tallyspan.usage.TokenCounter;
import io.tallyspan.usage.UsageListener;
import io.tallyspan.usage.UsageSink;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link ExchangeObserver} works with.
 *
 * @param enabled whether anything is observed at all
 * @param attributor answers who is calling
 * @param formats recognise model calls
 * @param idTable says which ids are strong
 * @param submitters remember who submitted background responses
 * @param genAiCoverage whether somebody else's GenAI span already states the usage of a call
 * @param pricer says what usage costs
 * @param unpriced hears of events without a price
 * @param unreadEncodings hears of answers whose encoding cannot be undone
 * @param sink takes the records
 * @param listeners are told of each record before the sink
 * @param tokenCounter counts what providers do not state; null for nothing
 * @param includeUsage whether streams are asked for their usage
 * @param retryWindow how long after a failure an unmarked equal request is taken for its retry
 * @param idleTimeout how long a response may be without a byte
 */
public record ObserverParts(
        boolean enabled,
        Guard guard,
        Counters counters,
        TimeSource time,
        IdSource ids,
        Attributor attributor,
        WireFormats formats,
        IdTable idTable,
        EventIdRules eventIds,
        SubmitterStore submitters,
        GenAiCoverage genAiCoverage,
        Pricer pricer,
        UnpricedModels unpriced,
        UnreadEncodings unreadEncodings,
        UsageSink sink,
        List<UsageListener> listeners,
        @Nullable TokenCounter tokenCounter,
        boolean includeUsage,
        Duration retryWindow,
        Duration idleTimeout) {

    /** Checks the arguments and copies the listeners. */
    public ObserverParts {
        requireNonNull(guard, "guard");
        requireNonNull(counters, "counters");
        requireNonNull(time, "time");
        requireNonNull(ids, "ids");
        requireNonNull(attributor, "attributor");
        requireNonNull(formats, "formats");
        requireNonNull(idTable, "idTable");
        requireNonNull(eventIds, "eventIds");
        requireNonNull(submitters, "submitters");
        requireNonNull(genAiCoverage, "genAiCoverage");
        requireNonNull(pricer, "pricer");
        requireNonNull(unpriced, "unpriced");
        requireNonNull(unreadEncodings, "unreadEncodings");
        requireNonNull(sink, "sink");
        listeners = List.copyOf(listeners);
        requireNonNull(retryWindow, "retryWindow");
        requireNonNull(idleTimeout, "idleTimeout");
    }

    /** The identity of a new usage span below {@code parent}, in its trace, or in a trace of its own. */
    SpanContext spanIn(SpanContext parent) {
        return SpanContext.create(
                parent.isValid() ? parent.getTraceId() : ids.traceId(),
                ids.spanId(),
                TraceFlags.getSampled(),
                parent.getTraceState());
    }
}
