package io.tallyspan.testing.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.tallyspan.attribution.Attribution;
import io.tallyspan.id.Dialect;
import io.tallyspan.id.EventId;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.testing.SuiteRun;
import io.tallyspan.usage.AttemptSource;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UsageRecorderTest {

    private static final ContextKey<String> KEY = ContextKey.named("key");

    @Test
    void passesWhereEverythingIsLookedAtAndFailsWhereItIsNot() {
        SuiteRun run = SuiteRun.of(Cases.class);

        assertThat(run.passed())
                .containsExactlyInAnyOrder(
                        "everythingIsLookedAt", "aDeclaredDuplicatePasses", "aDeclaredExceptionPasses", "attempts");
        assertThat(run.failed().get("nobodyLooks")).contains("nobody looked at");
        assertThat(run.failed().get("anIdComesTwice")).contains("an event id came twice");
        assertThat(run.failed().get("aScopeLeaks")).contains("scope");
        assertThat(run.failed().get("somethingIsKeptBack")).contains("kept back 1 throwables");
        assertThat(run.failed().get("somethingIsLoggedByAnUnwatchedGuard")).contains("unwatched");
        assertThat(run.failed().get("somethingIsDropped")).contains("1 records were dropped");
        assertThat(run.failed().get("aDeclaredExceptionDoesNotCome")).contains("nothing was kept back");
        assertThat(run.failed().get("tooMany")).contains("expected 1 records, got 2");
        assertThat(run.failed().get("aWrongCount")).contains("usage: expected");
        assertThat(run.failed()).hasSize(9);
    }

    static UsageRecord record(@Nullable EventId eventId) {
        return new UsageRecord(
                eventId,
                new UsageRecord.Attempt("call", 1, AttemptSource.INFERRED),
                new Attribution("acme", null, "run", "execution", "", "", null, null, Map.of()),
                new UsageRecord.Exchange(
                        "chat", Dialect.OPENAI, "gpt-4o", null, null, null, Map.of(), null, 0, 200, null),
                Outcome.OK,
                Quality.UNKNOWN,
                Usage.UNKNOWN,
                List.of(),
                null,
                SpanContext.getInvalid(),
                SpanContext.getInvalid(),
                0,
                1,
                false);
    }

    /** Not found by the build: run from {@link UsageRecorderTest} alone. */
    static class Cases {

        @RegisterExtension
        final UsageRecorder recorder = new UsageRecorder();

        private final EventId id = new EventId("id", 1);
        private final Counters counters = new Counters();

        @Test
        void everythingIsLookedAt() {
            recorder.watch(counters).accept(record(id));
            recorder.awaitOne()
                    .isEvent()
                    .hasRule(1)
                    .hasCustomer("acme")
                    .hasFeature(null)
                    .hasStepPath("")
                    .hasStatus(200)
                    .isAttempt(1, AttemptSource.INFERRED)
                    .ended(Outcome.OK, Quality.UNKNOWN)
                    .hasUsage(Usage.UNKNOWN);
        }

        @Test
        void attempts() {
            recorder.accept(record(null));
            assertThat(recorder.events()).isEmpty();
            assertThat(recorder.ofCall("call")).hasSize(1);
        }

        @Test
        void nobodyLooks() {
            recorder.accept(record(id));
        }

        @Test
        void anIdComesTwice() {
            recorder.accept(record(id));
            recorder.accept(record(id));
            assertThat(recorder.await(2)).hasSize(2);
        }

        @Test
        void aDeclaredDuplicatePasses() {
            recorder.expectDuplicates();
            anIdComesTwice();
        }

        @Test
        void tooMany() {
            recorder.accept(record(id));
            recorder.accept(record(null));
            recorder.awaitOne();
        }

        @Test
        void aWrongCount() {
            recorder.accept(record(id));
            recorder.awaitOne()
                    .hasUsage(Usage.builder().set(Unit.INPUT_TOKENS, 1).build());
        }

        @Test
        @SuppressWarnings("MustBeClosedChecker") // the leak is the point
        void aScopeLeaks() {
            var unused = Context.current().with(KEY, "leaked").makeCurrent();
        }

        @Test
        void somethingIsKeptBack() {
            recorder.watch(counters);
            throwInside();
        }

        @Test
        void somethingIsLoggedByAnUnwatchedGuard() {
            new Guard(new Counters()).run("place", () -> {
                throw new IllegalStateException("unwatched");
            });
        }

        @Test
        void aDeclaredExceptionPasses() {
            recorder.watch(counters);
            recorder.expectGuarded();
            throwInside();
        }

        @Test
        void aDeclaredExceptionDoesNotCome() {
            recorder.watch(counters);
            recorder.expectGuarded();
        }

        @Test
        void somethingIsDropped() {
            recorder.watch(counters);
            counters.add(Counter.DROPPED, "queue");
        }

        private void throwInside() {
            new Guard(counters).run("place", () -> {
                throw new IllegalStateException("inside");
            });
        }
    }
}
