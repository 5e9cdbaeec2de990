package io.tallyspan.attribution;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which of the active traces this process began. Only their ids may become run ids: the trace id of an inbound request
 * is the caller's choice, and two customers could choose the same. Remembers a trace while its local root is active, so
 * it is bounded by the application's active spans. Safe for use by several threads.
 */
final class LocalTraces {

    private static final int MAX_TRACES = 10_000;

    private final ConcurrentHashMap<String, Entries> active = new ConcurrentHashMap<>();

    /**
     * The ways in which an active trace that began here has spans without a local parent.
     *
     * @param roots spans without any parent
     * @param inbound spans whose parent is remote: somebody sent our own trace id back, so it proves nothing any more
     */
    private record Entries(int roots, int inbound) {

        @Nullable
        Entries plus(int moreRoots, int moreInbound) {
            Entries sum = new Entries(roots + moreRoots, Math.max(0, inbound + moreInbound));
            return sum.roots <= 0 ? null : sum;
        }
    }

    void started(ReadableSpan span) {
        count(span, 1);
    }

    void ended(ReadableSpan span) {
        count(span, -1);
    }

    /** How many traces are remembered. */
    int size() {
        return active.size();
    }

    private void count(ReadableSpan span, int change) {
        SpanContext parent = span.getParentSpanContext();
        String traceId = span.getSpanContext().getTraceId();
        if (!parent.isValid()) {
            if (change < 0 || active.size() < MAX_TRACES) {
                active.compute(
                        traceId,
                        (id, entries) -> entries == null ? new Entries(0, 0).plus(change, 0) : entries.plus(change, 0));
            }
        } else if (parent.isRemote()) {
            active.computeIfPresent(traceId, (id, entries) -> entries.plus(0, change));
        }
    }

    /** The trace id to take for a run opened in {@code context}; null if there is none that can be trusted. */
    @Nullable
    String runTrace(Context context, boolean trustInbound) {
        Span span = Span.fromContext(context);
        SpanContext spanContext = span.getSpanContext();
        if (!spanContext.isValid()) {
            return null;
        }
        String traceId = spanContext.getTraceId();
        return trustInbound || beganHere(span, traceId) ? traceId : null;
    }

    private boolean beganHere(Span span, String traceId) {
        if (span.getSpanContext().isRemote() || !(span instanceof ReadableSpan readable)) {
            return false;
        }
        SpanContext parent = readable.getParentSpanContext();
        if (!parent.isValid() || parent.isRemote()) {
            return !parent.isValid();
        }
        Entries entries = active.get(traceId);
        return entries != null && entries.inbound() == 0;
    }
}
