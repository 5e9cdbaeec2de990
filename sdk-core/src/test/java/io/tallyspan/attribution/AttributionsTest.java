package io.tallyspan.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.Context;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.IdSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AttributionsTest {

    private final Counters counters = new Counters();
    private final Attributor attributor = new Attributor(AttributionSettings.DEFAULTS, IdSource.random(), counters);
    private final ScheduledExecutorService bare = Executors.newScheduledThreadPool(1);

    @AfterEach
    void noThreadKeepsAttribution() throws Exception {
        assertThat(Context.current()).isSameAs(Context.root());
        assertThat(bare.submit(Context::current).get()).isSameAs(Context.root());
        bare.shutdownNow();
    }

    private String customer() {
        return String.valueOf(attributor.origin(Context.current()).attribution().customerId());
    }

    private ScopeBuilder acme() {
        return attributor.scope().customer("acme");
    }

    @Test
    void aBareExecutorLosesAttribution_aWrappedOneDoesNot() throws Exception {
        ExecutorService wrapped = Attributions.executor((ExecutorService) bare);
        try (AttributionScope ignored = acme().open()) {
            assertThat(bare.submit(this::customer).get()).isEqualTo("null");
            assertThat(wrapped.submit(this::customer).get()).isEqualTo("acme");
            assertThat(CompletableFuture.supplyAsync(this::customer, Attributions.executor((Executor) bare))
                            .get())
                    .isEqualTo("acme");
        }
        assertThat(wrapped.submit(this::customer).get()).isEqualTo("null");
    }

    @Test
    void scheduledTasksKeepAttribution_repeatedOnesOnlyIfWrappedThemselves() throws Exception {
        ScheduledExecutorService wrapped = Attributions.executor(bare);
        CompletableFuture<String> repeated = new CompletableFuture<>();
        CompletableFuture<String> repeatedInScope = new CompletableFuture<>();
        try (AttributionScope ignored = acme().open()) {
            assertThat(wrapped.schedule(this::customer, 1, TimeUnit.MILLISECONDS)
                            .get())
                    .isEqualTo("acme");
            var unused = wrapped.scheduleAtFixedRate(() -> repeated.complete(customer()), 1, 1, TimeUnit.MILLISECONDS);
            var unused2 = wrapped.scheduleAtFixedRate(
                    Attributions.wrap(() -> {
                        repeatedInScope.complete(customer());
                    }),
                    1,
                    1,
                    TimeUnit.MILLISECONDS);
        }
        assertThat(repeated.get()).isEqualTo("null");
        assertThat(repeatedInScope.get()).isEqualTo("acme");
    }

    @Test
    void wrappedWorkRunsInsideWhatWasCurrentWhenItWasWrapped() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletableFuture<String> stage;
        Runnable runnable;
        try (AttributionScope ignored = acme().open()) {
            runnable = Attributions.wrap(() -> seen.set(customer()));
            stage = source.thenApply(Attributions.wrapFunction(x -> x + customer()));
            assertThat(bare.submit(Attributions.wrap(this::customer)).get()).isEqualTo("acme");
            assertThat(CompletableFuture.supplyAsync(Attributions.wrapSupplier(this::customer), bare)
                            .get())
                    .isEqualTo("acme");
        }
        bare.submit(runnable).get();
        bare.submit(() -> source.complete("by ")).get();
        assertThat(seen).hasValue("acme");
        assertThat(stage.get()).isEqualTo("by acme");
    }

    @Test
    void virtualThreadsCarryScopesOfTheirOwn() throws Exception {
        ExecutorService virtual;
        try {
            virtual = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException e) {
            Assumptions.abort("virtual threads need JDK 21");
            return;
        }
        try (AttributionScope ignored = attributor.run("a").customer("acme").open()) {
            ExecutorService wrapped = Attributions.executor(virtual);
            assertThat(wrapped.submit(() -> attributor.step("s").call(() -> {
                                Thread.sleep(5);
                                return customer()
                                        + attributor
                                                .origin(Context.current())
                                                .attribution()
                                                .stepPath();
                            }))
                            .get())
                    .isEqualTo("acmes");
        } finally {
            virtual.shutdown();
        }
    }

    @Test
    void anAsyncStepIsOpenUntilItsFutureIsDone_andOverForWhoeverWaits() throws Exception {
        attributor.run("a").run(() -> {
            for (int i = 1; i <= 200; i++) {
                CompletableFuture<String> source = new CompletableFuture<>();
                CompletableFuture<String> result = attributor.step("s").async(() -> source);
                bare.execute(() -> source.complete("done"));
                assertThat(result.join()).isEqualTo("done");
            }
            assertThat(attributor
                            .step("s")
                            .<String>get(() -> attributor
                                    .origin(Context.current())
                                    .attribution()
                                    .stepPath()))
                    .as("no step saw the one before still open")
                    .isEqualTo("s#201");
        });
        assertThat(counters.get(Counter.STEPS_NOT_REPLAYABLE)).isZero();
    }

    @Test
    void whatFollowsAnAsyncStepFindsItOver() {
        attributor.run("a").run(() -> {
            CompletableFuture<String> source = new CompletableFuture<>();
            CompletableFuture<String> next = attributor
                    .step("s")
                    .async(() -> source)
                    .thenApply(Attributions.wrapFunction(unused -> attributor
                            .step("s")
                            .<String>get(() -> attributor
                                    .origin(Context.current())
                                    .attribution()
                                    .stepPath())));
            source.complete("x");
            assertThat(next.join()).isEqualTo("s#2");
        });
    }

    @Test
    void theFailureOfAFutureIsTheSameInstance() {
        IllegalStateException failure = new IllegalStateException("mine");
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletableFuture<String> result = attributor.step("s").async(() -> source);
        AtomicReference<Throwable> seen = new AtomicReference<>();
        var unused = result.exceptionally(t -> {
            seen.set(t);
            return "";
        });
        source.completeExceptionally(failure);
        assertThat(seen.get()).isSameAs(failure);
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isSameAs(failure);
    }

    @Test
    void whatTheCallerDoesToTheFutureIsDoneToTheSource() {
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        CompletableFuture<String> result = attributor.step("s").async(() -> cancelled);
        assertThat(result.cancel(true)).isTrue();
        assertThat(cancelled).isCancelled();
        assertThat(result).isCancelled();
        assertThatThrownBy(result::join).isInstanceOf(CancellationException.class);

        CompletableFuture<String> late = new CompletableFuture<>();
        assertThat(attributor
                        .step("s")
                        .async(() -> late)
                        .completeOnTimeout("late", 1, TimeUnit.MILLISECONDS)
                        .join())
                .isEqualTo("late");
        assertThat(late).isCompletedWithValue("late");
        assertThat(late.complete("again")).isFalse();

        CompletableFuture<String> failed = new CompletableFuture<>();
        assertThat(attributor.step("s").async(() -> failed).completeExceptionally(new IllegalStateException()))
                .isTrue();
        assertThat(failed).isCompletedExceptionally();
    }

    @Test
    void aStageThatIsNoFutureEndsItsStepToo() {
        attributor.run("a").run(() -> {
            CompletableFuture<String> source = new CompletableFuture<>();
            AttributionScope step = attributor.step("s").open();
            CompletionStage<String> stage = step.closeAfter(source.minimalCompletionStage());
            source.complete("x");
            assertThat(stage.toCompletableFuture()).isCompletedWithValue("x");
            attributor
                    .step("s")
                    .run(() -> assertThat(attributor
                                    .origin(Context.current())
                                    .attribution()
                                    .stepPath())
                            .isEqualTo("s#2"));
        });
    }

    @Test
    void anAsyncStepWhoseWorkThrowsIsOver() {
        IllegalStateException failure = new IllegalStateException("mine");
        assertThatThrownBy(() -> attributor.step("s").async(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }
}
