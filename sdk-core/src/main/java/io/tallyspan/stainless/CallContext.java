package io.tallyspan.stainless;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/** The context in which the application made one async call, kept for the threads that do the work. Immutable. */
public final class CallContext {

    private static final ContextKey<CallContext> KEY = ContextKey.named("tallyspan-async-call");

    private final Context caller;

    /** Keeps {@code caller}. */
    public CallContext(Context caller) {
        this.caller = requireNonNull(caller, "caller");
    }

    /** The caller's context with a mark, to be current while the SDK's method runs. */
    Context marked() {
        return caller.with(KEY, this);
    }

    /**
     * The context to send in: the current one if the SDK derived it from this call's (its own span is in it), else the
     * caller's. Any other current context belongs to whoever lent the thread.
     */
    public Context resolve() {
        Context current = Context.current();
        return current.get(KEY) == this ? current : caller;
    }
}
