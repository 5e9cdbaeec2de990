package io.tallyspan.attribution;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every kind of scope can say, and the ways to open it. Each dimension that is said replaces that of the enclosing
 * scope; tags are added to its tags. What is null or blank says nothing, so that values may come straight from data:
 * the enclosing scope's value stays, and without one the dimension is unknown.
 *
 * <p>Nothing here throws because of a value. A builder may open any number of scopes, but belongs to one thread.
 *
 * @param <B> the concrete builder
 */
public abstract sealed class AttributionBuilder<B extends AttributionBuilder<B>>
        permits RunBuilder, StepBuilder, ScopeBuilder {

    private final Attributor attributor;
    private final Map<String, String> tags = new HashMap<>();
    private @Nullable String customerId;
    private @Nullable String feature;
    private @Nullable String userId;

    AttributionBuilder(Attributor attributor) {
        this.attributor = attributor;
    }

    abstract B self();

    /** Opens what is to be opened below {@code outer}, which may be no scope at all. */
    abstract Opening open(Context parent, @Nullable Frame outer);

    /** What a kind of scope adds to its dimensions. {@code steps} are to be closed again, in order. */
    record Opening(
            Frame.Place place,
            Execution execution,
            StepNode node,
            List<StepNode> steps,
            @Nullable String agentName) {}

    final Attributor attributor() {
        return attributor;
    }

    /** The customer who spends. */
    public B customer(@Nullable String id) {
        customerId = Dimensions.said(id);
        return self();
    }

    /** The feature of the product that spends. */
    public B feature(@Nullable String name) {
        feature = Dimensions.said(name);
        return self();
    }

    /** The end user for whom it is spent. Exported as {@code user.id}, on usage spans only unless configured. */
    public B user(@Nullable String id) {
        userId = Dimensions.said(id);
        return self();
    }

    /** A free tag, exported as {@code tallyspan.tag.<key>}. A blank key or value says nothing. */
    public B tag(@Nullable String key, @Nullable String value) {
        String saidKey = Dimensions.said(key);
        String saidValue = Dimensions.said(value);
        if (saidKey != null && saidValue != null) {
            tags.put(saidKey, saidValue);
        }
        return self();
    }

    /** Several free tags; see {@link #tag}. */
    public B tags(Map<String, String> more) {
        more.forEach(this::tag);
        return self();
    }

    /** Opens the scope on this thread, inside whatever is current there. Close it on the same thread. */
    public AttributionScope open() {
        return open(Context.current());
    }

    /**
     * Opens the scope on this thread, inside {@code parent} instead of what is current there, to which the thread goes
     * back at the end: for frameworks that run a piece of work on a thread which has lost its context. Close it on the
     * same thread.
     */
    public AttributionScope open(Context parent) {
        Attachment attachment = attributor.attachment();
        AttributionScope scope = start(requireNonNull(parent, "parent"), attachment);
        attachment.attach(scope.context());
        return scope;
    }

    /**
     * Opens the scope below {@code parent} without making it current anywhere: for Reactor and other code that hands
     * its context on by itself. Its step stays open until the result is closed, on any thread.
     */
    public AttributionScope start(Context parent) {
        return start(requireNonNull(parent, "parent"), null);
    }

    private AttributionScope start(Context parent, @Nullable Attachment attachment) {
        Frame outer = Frame.in(parent);
        Opening opening = open(parent, outer);
        Dimensions own = new Dimensions(customerId, feature, opening.agentName(), userId, tags);
        Dimensions all = outer == null ? own : own.within(outer.dimensions());
        Frame frame = new Frame(opening.place(), opening.execution(), opening.node(), all, attachment);
        return new AttributionScope(frame.into(parent), opening.steps(), attachment);
    }

    /** Runs {@code work} inside the scope, on this thread. */
    public void run(Runnable work) {
        try (AttributionScope ignored = open()) {
            work.run();
        }
    }

    /** Runs {@code work} inside the scope, on this thread, and gives what it gives. */
    public <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
        try (AttributionScope ignored = open()) {
            return work.call();
        }
    }

    /** As {@link #call}, for work without checked exceptions. */
    public <T extends @Nullable Object> T get(Supplier<T> work) {
        try (AttributionScope ignored = open()) {
            return work.get();
        }
    }

    /**
     * Runs {@code work} inside the scope; what it does on this thread only, unless it hands its context on. The step
     * stays open until the future is done.
     *
     * @return a future that is done after the scope has ended; see {@link AttributionScope#closeAfter}
     */
    public <T extends @Nullable Object> CompletableFuture<T> async(Supplier<CompletableFuture<T>> work) {
        AttributionScope scope = open();
        CompletableFuture<T> future;
        try {
            future = work.get();
        } catch (RuntimeException | Error e) {
            scope.close();
            throw e;
        }
        return scope.closeAfter(future);
    }
}
