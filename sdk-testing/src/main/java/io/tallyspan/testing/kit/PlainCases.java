package io.tallyspan.testing.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.recorder.UsageRecordAssert;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What only an answer in one piece can do. */
abstract class PlainCases extends SafetyCases {

    @Test
    void aBodyThatBreaksOffIsCut() {
        provider().script().next(Reply.ok().resetAfter(0));

        assertThat(failureOf(() -> call(client(), "hello"))).isNotNull();

        UsageRecordAssert record = recorder.awaitOne().isEvent();
        if (options().can(Ability.PARTS_OF_ANSWERS)) {
            record.ended(Outcome.CUT, Quality.UNKNOWN).hasStatus(200);
        } else {
            record.ended(Outcome.NO_RESPONSE, Quality.UNKNOWN);
        }
        assertThat(provider().books().unobservable()).hasSize(1);
    }

    @Test
    void aBodyThatDoesNotCloseIsNeverReported() {
        provider().script().next(Reply.ok().truncated());

        callWhateverComes(client(), "hello");

        assertThat(recorder.awaitOne().isEvent().get().quality()).isEqualTo(Quality.UNKNOWN);
        assertThat(provider().books().unobservable()).hasSize(1);
    }

    @Test
    void aWrongContentTypeNeverGivesWrongFigures() {
        provider().script().next(Reply.ok().contentType("text/plain"));

        callWhateverComes(client(), "hello");

        var record = recorder.awaitOne().isEvent().get();
        if (record.quality() == Quality.REPORTED) {
            assertThat(record.usage()).isEqualTo(provider().books().observableTotal());
        } else {
            assertThat(record.usage().isEmpty()).isTrue();
        }
    }

    @Test
    void somebodyElsesPageUnderStatus200IsNeverReported() {
        byte[] page = "<html><body>Please log in</body></html>".getBytes(StandardCharsets.UTF_8);
        provider().script().next(Reply.raw(200, "text/html", page));

        callWhateverComes(client(), "hello");

        assertThat(recorder.awaitOne().isEvent().get().quality()).isEqualTo(Quality.UNKNOWN);
    }
}
