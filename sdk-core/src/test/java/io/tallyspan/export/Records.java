package io.tallyspan.export;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.tallyspan.attribution.Attribution;
import io.tallyspan.id.Dialect;
import io.tallyspan.id.EventId;
import io.tallyspan.usage.AttemptSource;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import io.tallyspan.usage.UsageRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Usage records for tests. */
final class Records {

    static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    static final Attribution NOBODY = new Attribution(null, null, "run-1", "exec-1", "", "", null, null, Map.of());

    private Records() {}

    /** A record that says everything a record can say. */
    static UsageRecord full() {
        Usage usage = Usage.builder()
                .set(Unit.INPUT_TOKENS, 60)
                .set(Unit.OUTPUT_TOKENS, 30)
                .set(Unit.CACHE_READ_TOKENS, 20)
                .set(Unit.CACHE_WRITE_TOKENS, 10)
                .set(Unit.REASONING_TOKENS, 5)
                .setFraction(Unit.AUDIO_SECONDS, 1.5)
                .setServerTool("web_search", 2)
                .build();
        Attribution who = new Attribution(
                "acme",
                "triage",
                "run-1",
                "exec-1",
                "plan/research",
                "plan/research#2",
                "planner",
                "user-7",
                Map.of("team", "blue", "art", "\u00fcber"));
        return record("1", who, usage, Outcome.OK, null, false);
    }

    static UsageRecord numbered(int number) {
        return record(
                Integer.toString(number),
                NOBODY,
                Usage.builder().set(Unit.INPUT_TOKENS, number).build(),
                Outcome.OK,
                null,
                false);
    }

    static UsageRecord covered() {
        UsageRecord full = full();
        return record("1", full.attribution(), full.usage(), Outcome.OK, null, true);
    }

    static UsageRecord failed() {
        return record("1", NOBODY, Usage.UNKNOWN, Outcome.ERROR, "rate_limit_error", false);
    }

    private static UsageRecord record(
            String id, Attribution who, Usage usage, Outcome outcome, @Nullable String errorType, boolean covered) {
        UsageRecord.Exchange exchange = new UsageRecord.Exchange(
                "chat",
                Dialect.ANTHROPIC,
                "claude-sonnet",
                "claude-sonnet-5",
                "msg_1",
                "standard",
                Map.of("speed", "fast"),
                "api.anthropic.com",
                443,
                outcome == Outcome.ERROR ? 429 : 200,
                errorType);
        return new UsageRecord(
                outcome == Outcome.ERROR ? null : new EventId("event-" + id, 1),
                new UsageRecord.Attempt("call-1", 2, AttemptSource.MARKER),
                who,
                exchange,
                outcome,
                outcome == Outcome.ERROR ? Quality.UNKNOWN : Quality.REPORTED,
                usage,
                List.of(
                        new UsageLine(
                                0,
                                "message",
                                null,
                                Usage.builder().set(Unit.INPUT_TOKENS, 40).build()),
                        new UsageLine(
                                1,
                                "compaction",
                                "claude-haiku",
                                Usage.builder().set(Unit.INPUT_TOKENS, 20).build())),
                null,
                SpanContext.create(TRACE, "b7ad6b7169203331", TraceFlags.getDefault(), TraceState.getDefault()),
                SpanContext.createFromRemoteParent(
                        TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault()),
                1_700_000_000_000_000_000L,
                1_700_000_001_500_000_000L,
                covered);
    }
}
