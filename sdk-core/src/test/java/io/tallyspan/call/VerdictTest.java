package io.tallyspan.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.id.Dialect;
import io.tallyspan.reader.Answer;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.reader.JsonPaths;
import io.tallyspan.reader.JsonValue;
import io.tallyspan.reader.UsageReader;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The outcome table of the contract, row by row. */
class VerdictTest {

    private static final Usage BOTH = Usage.builder()
            .set(Unit.INPUT_TOKENS, 10)
            .set(Unit.OUTPUT_TOKENS, 5)
            .build();
    private static final Usage INPUT =
            Usage.builder().set(Unit.INPUT_TOKENS, 10).build();

    @Test
    void finalUsageArrived_isReported() {
        assertThat(plain(200, answer(BOTH, true, true))).isEqualTo(new Verdict(Outcome.OK, Quality.REPORTED, true));
    }

    @Test
    void finalUsageOfAFailedAnswer_isReportedAsError() {
        assertThat(stream(Ending.END_OF_BODY, answer(BOTH, true, true, "server_error", null, false)))
                .isEqualTo(new Verdict(Outcome.ERROR, Quality.REPORTED, true));
    }

    @Test
    void finalUsageArrivedBeforeTheStreamWasClosed_isReported() {
        assertThat(stream(Ending.CLOSED, answer(BOTH, true, false)))
                .isEqualTo(new Verdict(Outcome.OK, Quality.REPORTED, true));
    }

    @Test
    void errorStatusIsAnAttemptAndNoEvent() {
        assertThat(plain(429, Answer.NOTHING)).isEqualTo(new Verdict(Outcome.ERROR, Quality.UNKNOWN, false));
        assertThat(plain(500, Answer.NOTHING)).isEqualTo(new Verdict(Outcome.ERROR, Quality.UNKNOWN, false));
    }

    @Test
    void errorBodyWith200_isAnAttemptAndNoEvent() {
        assertThat(plain(200, answer(Usage.UNKNOWN, false, true, "overloaded_error", null, false)))
                .isEqualTo(new Verdict(Outcome.ERROR, Quality.UNKNOWN, false));
    }

    @Test
    void requestNeverFullySent_isAnAttemptAndNoEvent() {
        assertThat(Verdict.of(endpoint(Dialect.OPENAI), false, 0, false, Ending.FAILED, Answer.NOTHING))
                .isEqualTo(new Verdict(Outcome.ERROR, Quality.UNKNOWN, false));
    }

    @Test
    void azureContentFilterBillsThePrompt() {
        Answer refused = answer(Usage.UNKNOWN, false, true, "content_filter", null, false);
        assertThat(Verdict.of(endpoint(Dialect.AZURE), true, 400, false, Ending.END_OF_BODY, refused))
                .isEqualTo(new Verdict(Outcome.ERROR, Quality.UNKNOWN, true));
        assertThat(plain(400, refused).billed()).isFalse();
    }

    @Test
    void streamCutBeforeAnyUsage_isUnknown() {
        assertThat(stream(Ending.CLOSED, answer(Usage.UNKNOWN, false, false)))
                .isEqualTo(new Verdict(Outcome.CUT, Quality.UNKNOWN, true));
    }

    @Test
    void streamCutAfterSomeUsage_isPartial() {
        for (Ending ending : List.of(Ending.CLOSED, Ending.FAILED, Ending.IDLE, Ending.SHUTDOWN, Ending.END_OF_BODY)) {
            assertThat(stream(ending, answer(INPUT, false, false)))
                    .isEqualTo(new Verdict(Outcome.CUT, Quality.PARTIAL, true));
        }
    }

    @Test
    void streamThatFailsMidway_isCut() {
        assertThat(stream(Ending.END_OF_BODY, answer(INPUT, false, true, "overloaded_error", null, false)))
                .isEqualTo(new Verdict(Outcome.CUT, Quality.PARTIAL, true));
    }

    @Test
    void countsThatMayStillGrowAreNotReported() {
        assertThat(stream(Ending.CLOSED, answer(BOTH, false, false)).quality()).isEqualTo(Quality.PARTIAL);
    }

    @Test
    void sentAndNoStatus_isProbablyBilled() {
        assertThat(Verdict.of(endpoint(Dialect.OPENAI), true, 0, false, Ending.FAILED, Answer.NOTHING))
                .isEqualTo(new Verdict(Outcome.NO_RESPONSE, Quality.UNKNOWN, true));
    }

    @Test
    void goodAnswerWithoutUsage_isUnknown() {
        assertThat(stream(Ending.END_OF_BODY, answer(Usage.UNKNOWN, false, true)))
                .isEqualTo(new Verdict(Outcome.OK, Quality.UNKNOWN, true));
    }

    @Test
    void unreadableBodyReadToItsEnd_isOkAndUnknown() {
        assertThat(plain(200, unreadable())).isEqualTo(new Verdict(Outcome.OK, Quality.UNKNOWN, true));
        assertThat(stream(Ending.CLOSED, unreadable()).outcome()).isEqualTo(Outcome.CUT);
    }

    @Test
    void queuedResponseIsNotBilledYet() {
        assertThat(plain(200, answer(Usage.UNKNOWN, false, true, null, "queued", true)))
                .isEqualTo(new Verdict(Outcome.OK, Quality.UNKNOWN, false));
    }

    @Test
    void foregroundStreamCutWhileInProgress_isBilled() {
        assertThat(stream(Ending.CLOSED, answer(Usage.UNKNOWN, false, false, null, "in_progress", false))
                        .billed())
                .isTrue();
    }

    private static Verdict plain(int status, Answer answer) {
        return Verdict.of(endpoint(Dialect.OPENAI), true, status, false, Ending.END_OF_BODY, answer);
    }

    private static Verdict stream(Ending ending, Answer answer) {
        return Verdict.of(endpoint(Dialect.OPENAI), true, 200, true, ending, answer);
    }

    private static Answer answer(Usage usage, boolean usageFinal, boolean terminated) {
        return answer(usage, usageFinal, terminated, null, null, false);
    }

    private static Answer answer(
            Usage usage,
            boolean usageFinal,
            boolean terminated,
            @Nullable String errorType,
            @Nullable String responseStatus,
            boolean background) {
        return new Answer(
                usage,
                List.of(),
                usageFinal,
                terminated,
                "id-1",
                "m",
                null,
                Map.of(),
                null,
                errorType,
                responseStatus,
                background,
                false);
    }

    private static Answer unreadable() {
        return new Answer(
                Usage.UNKNOWN, List.of(), false, false, null, null, null, Map.of(), null, null, null, false, true);
    }

    private static Endpoint endpoint(Dialect dialect) {
        return Endpoint.inference(dialect, "chat", Set.of(Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS), NoReader::new);
    }

    private static final class NoReader implements UsageReader {
        @Override
        public JsonPaths paths() {
            throw new AssertionError("not asked for");
        }

        @Override
        public void value(int path, JsonValue value) {}

        @Override
        public Answer answer() {
            return Answer.NOTHING;
        }
    }
}
