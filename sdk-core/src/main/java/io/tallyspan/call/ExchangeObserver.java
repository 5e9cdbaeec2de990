package io.tallyspan.call;

import io.opentelemetry.context.Context;
import io.tallyspan.http.RequestTarget;
import org.jspecify.annotations.Nullable;

/** PLACEHOLDER: where HTTP integrations report exchanges. */
public final class ExchangeObserver {
    ExchangeObserver() {}

    /** Null where the request is no model call. Never throws. */
    public @Nullable ObservedExchange begin(RequestTarget target, Context context) {
        return null;
    }

    /** The value of the tallyspan-context header to add to a request that is no model call; null for none. */
    public @Nullable String outboundCarrier(RequestTarget target, Context context) {
        return null;
    }
}
