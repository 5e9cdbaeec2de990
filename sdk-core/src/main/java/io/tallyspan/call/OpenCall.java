package io.tallyspan.call;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.tallyspan.usage.AttemptSource;
import io.tallyspan.usage.UsageRecord.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * A call that a wrapper above the wire has opened: the model object of a framework, say, whose retries below it are
 * attempts of this one call. Exchanges begun in {@link #context()} join it until {@link #close()}, which the wrapper
 * calls before the result or the callback reaches the application: what the callback calls next is another call. Safe
 * for use by several threads.
 */
public final class OpenCall implements AutoCloseable {

    private static final ContextKey<OpenCall> KEY = ContextKey.named("tallyspan-open-call");

    private final String operation;
    private final ModelCall call;
    private final Context context;
    private @Nullable String wireFingerprint;
    private boolean fallbackDeclared;
    private boolean closed;

    OpenCall(String operation, ModelCall call, Context parent) {
        this.operation = operation;
        this.call = call;
        this.context = parent.with(KEY, this);
    }

    /** The open call of a context; null if there is none. */
    static @Nullable OpenCall in(Context context) {
        OpenCall call = context.get(KEY);
        return call == null || call.isClosed() ? null : call;
    }

    /** The context to make current while the call is under way. */
    public Context context() {
        return context;
    }

    /** The id of the call, which groups its attempts. */
    public String id() {
        return call.id();
    }

    /** The next exchange may ask another model or another host and still belongs to this call. */
    public synchronized void declareFallback() {
        fallbackDeclared = true;
    }

    /** Whether any exchange has joined: then the wire reports the usage, and the wrapper must not. */
    public synchronized boolean isClaimed() {
        return wireFingerprint != null;
    }

    /** From now on exchanges are calls of their own. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    ModelCall call() {
        return call;
    }

    synchronized @Nullable Attempt join(String exchangeOperation, String fingerprint, RetryMarker marker) {
        if (closed || !operation.equals(exchangeOperation)) {
            return null;
        }
        boolean first = wireFingerprint == null;
        if (!first && !fallbackDeclared && !marker.retry() && !fingerprint.equals(wireFingerprint)) {
            return null;
        }
        wireFingerprint = fingerprint;
        fallbackDeclared = false;
        return call.nextAttempt(marker, AttemptSource.WRAPPER);
    }
}
