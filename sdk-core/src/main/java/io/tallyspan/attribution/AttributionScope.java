package io.tallyspan.attribution;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An open scope: a run, a step, or some dimensions. Where it came from {@link AttributionBuilder#open()} it is current
 * on the opening thread until it is closed or {@linkplain #detach() detached}, and belongs into a try-with-resources
 * statement; where it came from {@link AttributionBuilder#start(Context)}, only whoever is given its {@link #context()}
 * is inside it.
 *
 * <p>Safe for use by several threads. No method throws: closing twice has no effect, a scope closed before those inside
 * it leaves the thread when they do, and one closed on a foreign thread ends its step but cannot leave the thread that
 * opened it, which is logged.
 */
public final class AttributionScope implements AutoCloseable {

    private final Context context;
    private final @Nullable StepNode step;
    private final @Nullable Attachment attachment;
    private final AtomicBoolean closed = new AtomicBoolean();

    AttributionScope(Context context, @Nullable StepNode step, @Nullable Attachment attachment) {
        this.context = requireNonNull(context, "context");
        this.step = step;
        this.attachment = attachment;
    }

    /** The context inside this scope: give it to whatever runs elsewhere but belongs here. */
    public Context context() {
        return context;
    }

    /**
     * Leaves the thread, while the step stays open until {@link #close()}: for work that goes on asynchronously after
     * the method that began it has returned.
     */
    public void detach() {
        if (attachment != null) {
            attachment.detach();
        }
    }

    /** Ends the scope: leaves the thread, and lets a later step of the same name have the next ordinal. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && step != null) {
            step.close();
        }
        detach();
    }
}
