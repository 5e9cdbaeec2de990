package io.tallyspan.call;

import io.opentelemetry.context.Context;
import io.tallyspan.http.RequestTarget;
import org.jspecify.annotations.Nullable;

/** Writes the header that carries attribution to another process. Safe for use by several threads. */
@FunctionalInterface
public interface CarrierSource {

    /** The header's name. */
    String HEADER = "tallyspan-context";

    /**
     * The header's value for a request made in {@code context}; null where there is none, or its host may not have it.
     */
    @Nullable
    String carrierFor(RequestTarget target, Context context);
}
