package io.tallyspan.stainless;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Hands a transport's future on to the layer above, with what must be done to the response on the way. */
final class RelayedFuture {

    private RelayedFuture() {}

    /**
     * A future that completes as {@code source} does: with {@code observed} applied to the response, or with the very
     * exception. A response that finds the future completed already goes to {@code abandoned}; an exceptional
     * completion from above, cancellation first of all, reaches {@code source}.
     */
    static <R> CompletableFuture<R> relay(
            CompletableFuture<R> source, Function<R, R> observed, Consumer<R> abandoned, Consumer<Throwable> failed) {
        CompletableFuture<R> relayed = new CompletableFuture<>();
        var unusedUp = source.whenComplete((response, error) -> {
            if (error != null) {
                failed.accept(error);
                relayed.completeExceptionally(error);
                return;
            }
            R result = observed.apply(response);
            if (!relayed.complete(result)) {
                abandoned.accept(result);
            }
        });
        var unusedDown = relayed.whenComplete((response, error) -> {
            if (error instanceof CancellationException) {
                source.cancel(true);
            } else if (error != null) {
                source.completeExceptionally(error);
            }
        });
        return relayed;
    }
}
