package io.tallyspan.attribution;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A scope's hold on the thread that opened it. OpenTelemetry ignores the closing of a context that is not the current
 * one, so a scope closed before the scopes inside it would stay current for ever, and the next request on a pooled
 * thread would be billed to the wrong customer; therefore the innermost to close also detaches those that wait for it.
 * All but {@link #detach()} happens on the owning thread.
 */
final class Attachment {

    private static final Logger LOGGER = Logger.getLogger("io.tallyspan");

    private final Thread owner = Thread.currentThread();
    private final AtomicBoolean warned;
    private @Nullable Context context;
    private @Nullable Scope scope;
    private boolean wanted = true;
    private volatile boolean released;

    /**
     * For the current thread; {@code warned} is set with the first warning of a Tallyspan instance, and keeps back
     * more.
     */
    Attachment(AtomicBoolean warned) {
        this.warned = warned;
    }

    // detach() closes what this opens: a scope is a resource of the application's try statement, not of this method's
    @SuppressWarnings("MustBeClosedChecker")
    void attach(Context attached) {
        context = attached;
        scope = attached.makeCurrent();
    }

    /** Lets the thread go back to what was current before, now or as soon as the scopes inside are closed. */
    void detach() {
        if (released) {
            return;
        }
        if (Thread.currentThread() != owner) {
            warn();
            return;
        }
        wanted = false;
        Attachment innermost = this;
        while (innermost != null && innermost.release()) {
            Frame enclosing = Frame.in(Context.current());
            Attachment next = enclosing == null ? null : enclosing.attachment();
            innermost = next == null || next.owner != owner || next.wanted ? null : next;
        }
    }

    /** Whether this let go of the thread just now. */
    private boolean release() {
        Scope held = scope;
        if (held == null || Context.current() != context) {
            return false;
        }
        scope = null;
        released = true;
        held.close();
        return true;
    }

    private void warn() {
        if (warned.compareAndSet(false, true)) {
            LOGGER.log(
                    Level.WARNING,
                    () -> "An attribution scope opened on thread " + owner.getName() + " was closed on thread "
                            + Thread.currentThread().getName() + ": the former keeps its attribution. Use"
                            + " start(Context) for work that moves between threads. Further cases are not logged.");
        }
    }
}
