package io.tallyspan.attribution;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * What a scope puts into the OpenTelemetry context. Immutable but for the node's counts. The key is one for all
 * Tallyspan instances of a class loader: attribution describes the program, not who reads it.
 */
final class Frame {

    private static final ContextKey<Frame> KEY = ContextKey.named("tallyspan-attribution");

    /** Where a frame stands with respect to the run. */
    enum Place {
        /** Below scopes that opened no run. */
        BEFORE_RUN,
        /** Below a trusted carrier: in a run, whose execution in this process the first agent may still name. */
        CARRIED,
        /** In a run. */
        IN_RUN
    }

    private final Place place;
    private final Execution execution;
    private final StepNode node;
    private final Dimensions dimensions;
    private final @Nullable Attachment attachment;
    private @Nullable CallOrigin origin;

    Frame(Place place, Execution execution, StepNode node, Dimensions dimensions, @Nullable Attachment attachment) {
        this.place = place;
        this.execution = execution;
        this.node = node;
        this.dimensions = dimensions;
        this.attachment = attachment;
    }

    static @Nullable Frame in(Context context) {
        return context.get(KEY);
    }

    @SuppressWarnings("NullAway") // a context takes null for a key that it does not have
    static Context copy(Context attributed, Context context) {
        Frame frame = in(attributed);
        return frame == in(context) ? context : context.with(KEY, frame);
    }

    Context into(Context context) {
        return context.with(KEY, this);
    }

    Place place() {
        return place;
    }

    Execution execution() {
        return execution;
    }

    StepNode node() {
        return node;
    }

    Dimensions dimensions() {
        return dimensions;
    }

    /** The thread's hold on the context of this frame, if the scope was opened on a thread. */
    @Nullable
    Attachment attachment() {
        return attachment;
    }

    /** Without defaults. Asking fixes the execution's id; the race to cache is harmless, for all results are equal. */
    CallOrigin origin() {
        CallOrigin cached = origin;
        if (cached == null) {
            cached = new CallOrigin(attribution(dimensions, execution, node), execution, true);
            origin = cached;
        }
        return cached;
    }

    static Attribution attribution(Dimensions dimensions, Execution execution, StepNode node) {
        return new Attribution(
                dimensions.customerId(),
                dimensions.feature(),
                execution.runId(),
                execution.id(),
                node.names(),
                node.path(),
                dimensions.agentName(),
                dimensions.userId(),
                dimensions.tags());
    }
}
