package io.tallyspan.testing.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.id.Dialect;
import io.tallyspan.testing.provider.Gate;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.recorder.UsageRecordAssert;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a streaming client must do: {@link KitClient#stream}. */
public abstract class StreamingClientSuite extends SafetyCases {

    /** The start of the message, the start of the text, a ping, and text. */
    private static final int ANTHROPIC_EVENTS_UNTIL_TEXT = 4;

    /** The role, and text. */
    private static final int OPENAI_EVENTS_UNTIL_TEXT = 2;

    /** For subclasses. */
    protected StreamingClientSuite() {}

    @Override
    final String call(KitClient client, String prompt) throws Exception {
        StringBuilder pieces = new StringBuilder();
        client.stream(prompt, piece -> {
            pieces.append(piece);
            return true;
        });
        return pieces.toString();
    }

    @Test
    void theFirstPieceReachesTheCallerBeforeTheSecondIsSent() throws Exception {
        Gate gate = new Gate();
        provider().script().next(Reply.ok().gateBefore(eventsUntilFirstPiece(), gate));
        AtomicBoolean early = new AtomicBoolean();

        client().stream("hello", piece -> {
            early.compareAndSet(false, !gate.isOpen());
            gate.open();
            return true;
        });

        assertThat(early).isTrue();
        recorder.awaitOne().isEvent().ended(Outcome.OK, Quality.REPORTED);
    }

    @Test
    void keepAlivesAndSlowDripsChangeNothing() throws Exception {
        provider().script().next(Reply.ok().keepAlives().drip(Duration.ofMillis(5)));

        assertThat(call(client(), "hello")).isNotEmpty();

        recorder.awaitOne()
                .ended(Outcome.OK, Quality.REPORTED)
                .hasUsage(provider().books().observableTotal());
    }

    @Test
    void cumulativeCountsAreNotAddedUp() throws Exception {
        provider().script().next(Reply.ok().cumulativeDeltas().usage(everyKind()));

        call(client(), "hello");

        recorder.awaitOne().ended(Outcome.OK, Quality.REPORTED).hasUsage(everyKind());
    }

    @Test
    void aStreamNotAskedForUsageIsUnknown() throws Exception {
        requires(Ability.STREAM_USAGE);

        call(client(setup().withoutStreamUsage()), "hello");

        if (dialect() == Dialect.ANTHROPIC) {
            recorder.awaitOne().ended(Outcome.OK, Quality.REPORTED);
        } else {
            recorder.awaitOne().isEvent().ended(Outcome.OK, Quality.UNKNOWN).hasUsage(Usage.UNKNOWN);
        }
    }

    @Test
    void aStreamClosedEarlyIsCut() throws Exception {
        Gate gate = new Gate();
        provider().script().next(Reply.ok().usage(everyKind()).gateBefore(midway(), gate));

        FirstEvent first = new FirstEvent();
        client().stream("hello", piece -> !first.isWholeWith(piece));

        assertCut();
        gate.open();
    }

    @Test
    void aStreamResetMidwayIsCutAndFailsForTheCallerToo() {
        Gate gate = new Gate();
        provider()
                .script()
                .next(Reply.ok().usage(everyKind()).gateBefore(midway(), gate).resetAfter(midway()));

        Throwable failure = failureOf(() -> {
            client().stream("hello", piece -> {
                gate.open();
                return true;
            });
            return true;
        });

        assertThat(failure).isNotNull();
        assertCut();
        assertThat(provider().books().unobservable()).hasSize(1);
    }

    @Test
    void aStreamThatEndsBeforeItsLastEventsIsCut() {
        provider().script().next(Reply.ok().usage(everyKind()).endAfter(midway()));

        callWhateverComes(client(), "hello");

        assertCut();
    }

    @Test
    void anErrorInTheMiddleOfAStreamIsCutWithItsType() {
        provider().script().next(Reply.ok().usage(everyKind()).errorAfter(midway()));

        callWhateverComes(client(), "hello");

        assertThat(assertCut().get().exchange().errorType()).isNotBlank();
    }

    @Test
    void whatTheCallersCallbackThrowsIsTheSameInstance() {
        Gate gate = new Gate();
        provider()
                .script()
                .on(request -> true)
                .always(Reply.ok().usage(everyKind()).gateBefore(midway(), gate));
        IllegalStateException own = new IllegalStateException("the application's own");

        Throwable bare = failureOf(() -> {
            client(setup().layered()).stream("hello", throwingAfterFirstEvent(own));
            return true;
        });
        Throwable observed = failureOf(() -> {
            client().stream("hello", throwingAfterFirstEvent(own));
            return true;
        });

        assertThat(chain(observed)).contains(own).hasSameSizeAs(chain(bare));
        if (options().can(Ability.ENDS_WITH_CALLBACK)) {
            assertCut();
            gate.open();
        } else {
            gate.open();
            recorder.awaitOne().isEvent().ended(Outcome.OK, Quality.REPORTED);
        }
    }

    @Test
    void aModelCallInsideACallbackIsACallOfItsOwn() throws Exception {
        KitClient client = client();
        AtomicBoolean called = new AtomicBoolean();

        try (AttributionScope run = tallyspan().run("agent").customer("acme").open()) {
            client.stream("hello", run.context().wrapFunction((String piece) -> {
                if (called.compareAndSet(false, true)) {
                    assertThat(failureOf(() -> call(client, "hello"))).isNull();
                }
                return true;
            })::apply);
        }

        List<UsageRecord> records = recorder.await(2);
        assertThat(callIds(records)).hasSize(2);
        assertThat(records).allSatisfy(record -> {
            assertRecord(record).isEvent().hasCustomer("acme").ended(Outcome.OK, Quality.REPORTED);
            assertThat(record.attempt().number()).isEqualTo(1);
        });
    }

    /** How much a provider must send before the application is told something. */
    private int eventsUntilFirstPiece() {
        int behind = options().can(Ability.EACH_AT_ONCE) ? 0 : 1;
        if (options().can(Ability.EVERY_EVENT)) {
            return 1 + behind;
        }
        return behind + (dialect() == Dialect.ANTHROPIC ? ANTHROPIC_EVENTS_UNTIL_TEXT : OPENAI_EVENTS_UNTIL_TEXT);
    }

    /** After some pieces of text, and before the usage. */
    private int midway() {
        return Math.max(3, eventsUntilFirstPiece());
    }

    /** Anthropic states the input when a message starts; OpenAI states nothing before the end. */
    private UsageRecordAssert assertCut() {
        UsageRecordAssert record = recorder.awaitOne().isEvent();
        if (dialect() == Dialect.ANTHROPIC) {
            record.ended(Outcome.CUT, Quality.PARTIAL);
            assertThat(record.get().usage().get(Unit.INPUT_TOKENS)).isEqualTo(1_000);
            assertThat(record.get().usage().has(Unit.OUTPUT_TOKENS)).isFalse();
        } else {
            record.ended(Outcome.CUT, Quality.UNKNOWN).hasUsage(Usage.UNKNOWN);
        }
        return record;
    }

    private static KitClient.Chunks throwingAfterFirstEvent(RuntimeException own) {
        FirstEvent first = new FirstEvent();
        return piece -> {
            if (first.isWholeWith(piece)) {
                throw own;
            }
            return true;
        };
    }

    /** An SDK hands over events; a mere transport hands over bytes, perhaps less than an event at a time. */
    private static final class FirstEvent {

        private final StringBuilder soFar = new StringBuilder();

        boolean isWholeWith(String piece) {
            soFar.append(piece);
            boolean raw = soFar.indexOf("event: ") == 0 || soFar.indexOf("data: ") == 0;
            return !raw || soFar.indexOf("\n\n") > 0;
        }
    }

    private static List<Throwable> chain(@Nullable Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }
}
