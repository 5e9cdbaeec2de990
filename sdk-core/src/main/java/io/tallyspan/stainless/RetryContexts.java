package io.tallyspan.stainless;

import io.opentelemetry.context.Context;
import io.tallyspan.runtime.WeakIdentityMap;

/**
 * Gives the attempts of one async call the context of its first. The SDKs retry on a timer's thread, which has no
 * context; the options object, which they make anew for each call and pass to every attempt, is what the attempts have
 * in common. Safe for use by several threads.
 *
 * @param <O> the SDK's request options
 */
public final class RetryContexts<O> {

    private final WeakIdentityMap<O, Context> contexts = new WeakIdentityMap<>();
    private final O shared;

    /** Remembers by options, but not by {@code shared}, the instance that stands for "no options" in many calls. */
    public RetryContexts(O shared) {
        this.shared = shared;
    }

    /** The current context, or, where there is none, that of the first attempt with these options. */
    public Context of(O options) {
        Context current = Context.current();
        if (options == shared) {
            return current;
        }
        if (current == Context.root()) {
            Context first = contexts.get(options);
            return first == null ? current : first;
        }
        if (contexts.get(options) == null) {
            contexts.put(options, current);
        }
        return current;
    }
}
