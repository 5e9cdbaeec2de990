package io.tallyspan.call;

import io.opentelemetry.context.Context;
import io.tallyspan.id.Dialect;

/** Knows whether somebody else's GenAI span states a call's usage. Quick, and safe for use by several threads. */
@FunctionalInterface
public interface GenAiCoverage {

    /** Whether a span around a call of {@code operation}, made in {@code context}, states its usage. */
    boolean covers(Context context, Dialect dialect, String operation);
}
