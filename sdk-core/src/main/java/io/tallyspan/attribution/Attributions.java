package io.tallyspan.attribution;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Takes attribution along to other threads. Attribution is part of the OpenTelemetry context, so all that carries that
 * carries this too, and where the OpenTelemetry agent or a framework's context propagation is at work nothing is left
 * to do; these are the same wrappers that {@link Context} has, under one roof.
 *
 * <p>{@code wrap} takes what is current when it is called; a wrapped executor takes what is current when a task is
 * handed to it. Stages of a {@code CompletableFuture}: give the {@code ...Async} methods a wrapped executor, and wrap
 * the functions of the others, which run on whatever thread completes the stage. Safe for use by several threads.
 */
public final class Attributions {

    private Attributions() {}

    /**
     * {@code context} with the attribution of {@code attributed} in place of its own: for carriers of context that keep
     * the rest of it, such as the current span, by other means.
     */
    public static Context copy(Context attributed, Context context) {
        return Frame.copy(requireNonNull(attributed, "attributed"), requireNonNull(context, "context"));
    }

    /** Whether {@code context} is inside a scope. */
    public static boolean isIn(Context context) {
        return Frame.in(context) != null;
    }

    /** {@code work}, inside what is current now. */
    public static Runnable wrap(Runnable work) {
        return Context.current().wrap(requireNonNull(work, "work"));
    }

    /** {@code work}, inside what is current now. */
    public static <T> Callable<T> wrap(Callable<T> work) {
        return Context.current().wrap(requireNonNull(work, "work"));
    }

    /** {@code work}, inside what is current now: for {@code CompletableFuture.supplyAsync}. */
    public static <T> Supplier<T> wrapSupplier(Supplier<T> work) {
        return Context.current().wrapSupplier(requireNonNull(work, "work"));
    }

    /** {@code work}, inside what is current now: for {@code CompletableFuture.thenApply} and {@code thenCompose}. */
    public static <T, R> Function<T, R> wrapFunction(Function<T, R> work) {
        return Context.current().wrapFunction(requireNonNull(work, "work"));
    }

    /** An executor that runs each task inside what is current where it is handed over. */
    public static Executor executor(Executor executor) {
        return Context.taskWrapping(requireNonNull(executor, "executor"));
    }

    /** As {@link #executor(Executor)}; shutting down the result shuts down {@code executor}. */
    public static ExecutorService executor(ExecutorService executor) {
        return Context.taskWrapping(requireNonNull(executor, "executor"));
    }

    /**
     * As {@link #executor(ExecutorService)}. A task that repeats outlives the scope in which it was scheduled, and is
     * not put into it: {@link #wrap(Runnable)} it where it belongs there.
     */
    public static ScheduledExecutorService executor(ScheduledExecutorService executor) {
        return Context.taskWrapping(requireNonNull(executor, "executor"));
    }
}
