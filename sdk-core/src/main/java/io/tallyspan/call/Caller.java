package io.tallyspan.call;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.tallyspan.attribution.CallOrigin;
import io.tallyspan.reader.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Who makes an exchange, read once when it starts.
 *
 * @param origin attribution and execution
 * @param openCall the call that a wrapper has opened around it, or null
 * @param span the span that was current; invalid if there was none
 * @param coveredByGenAiSpan whether that span already states the usage
 */
record Caller(CallOrigin origin, @Nullable OpenCall openCall, SpanContext span, boolean coveredByGenAiSpan) {

    static Caller in(Context context, Endpoint endpoint, ObserverParts parts) {
        return new Caller(
                parts.attributor().origin(context),
                OpenCall.in(context),
                Span.fromContext(context).getSpanContext(),
                parts.genAiCoverage().covers(context, endpoint.dialect(), endpoint.operation()));
    }
}
