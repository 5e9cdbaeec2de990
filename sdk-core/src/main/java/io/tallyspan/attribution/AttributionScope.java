package io.tallyspan.attribution;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private final List<StepNode> steps;
    private final @Nullable Attachment attachment;
    private final AtomicBoolean closed = new AtomicBoolean();

    AttributionScope(Context context, List<StepNode> steps, @Nullable Attachment attachment) {
        this.context = requireNonNull(context, "context");
        this.steps = List.copyOf(steps);
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
        if (closed.compareAndSet(false, true)) {
            steps.forEach(StepNode::close);
        }
        detach();
    }

    /**
     * Leaves the thread now, and ends the scope when {@code future} is done.
     *
     * @return a future to hand to the caller instead, done after the scope has ended; what is done to it, such as
     *     {@code cancel}, is done to {@code future}. It is {@code future} itself if that is done already.
     */
    public <T extends @Nullable Object> CompletableFuture<T> closeAfter(CompletableFuture<T> future) {
        detach();
        return ScopedFuture.closing(this, future);
    }

    /** As {@link #closeAfter(CompletableFuture)}, for a stage that may or may not be a future. */
    public <T extends @Nullable Object> CompletionStage<T> closeAfter(CompletionStage<T> stage) {
        if (stage instanceof CompletableFuture<T> future && !ScopedFuture.isMinimal(future)) {
            return closeAfter(future);
        }
        detach();
        return ScopedFuture.closing(this, stage);
    }
}
