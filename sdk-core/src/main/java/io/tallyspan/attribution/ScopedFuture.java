package io.tallyspan.attribution;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A future that is done after a scope is closed, and in all else as the one it stands for: same result, same exception,
 * and what the caller does to it is done to that. A callback on the source alone would run after those that the caller
 * adds, or after {@code join} has returned, and the next step of the same name would find this one still open.
 */
final class ScopedFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    private final CompletableFuture<T> source;

    private ScopedFuture(CompletableFuture<T> source) {
        this.source = source;
    }

    static <T extends @Nullable Object> CompletableFuture<T> closing(
            AttributionScope scope, CompletableFuture<T> source) {
        if (source.isDone()) {
            scope.close();
            return source;
        }
        ScopedFuture<T> result = new ScopedFuture<>(source);
        var unused = source.whenComplete((value, failure) -> {
            scope.close();
            result.settle(value, failure);
        });
        return result;
    }

    /** For a stage that is no future, so that its callers can only wait for it. */
    static <T extends @Nullable Object> CompletionStage<T> closing(AttributionScope scope, CompletionStage<T> source) {
        CompletableFuture<T> result = new CompletableFuture<>();
        var unused = source.whenComplete((value, failure) -> {
            scope.close();
            settle(result, value, failure);
        });
        return result;
    }

    /** Whether this is a {@code minimalCompletionStage()}: a future that refuses to be used as one. */
    static boolean isMinimal(CompletableFuture<?> future) {
        try {
            boolean unused = future.isDone();
            return false;
        } catch (UnsupportedOperationException e) {
            return true;
        }
    }

    // whenComplete gives the failure as it is, where a dependent stage would hand on a CompletionException around it
    private static <T extends @Nullable Object> void settle(
            CompletableFuture<T> result, T value, @Nullable Throwable failure) {
        if (failure != null) {
            result.completeExceptionally(failure);
        } else {
            result.complete(value);
        }
    }

    private void settle(T value, @Nullable Throwable failure) {
        if (failure != null) {
            super.completeExceptionally(failure);
        } else {
            super.complete(value);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return source.cancel(mayInterruptIfRunning) && super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(T value) {
        boolean completed = source.complete(value);
        if (completed) {
            super.complete(value);
        }
        return completed;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        boolean completed = source.completeExceptionally(failure);
        if (completed) {
            super.completeExceptionally(failure);
        }
        return completed;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return source.newIncompleteFuture();
    }

    @Override
    public Executor defaultExecutor() {
        return source.defaultExecutor();
    }
}
