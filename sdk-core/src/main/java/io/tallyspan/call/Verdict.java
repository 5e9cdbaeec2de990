package io.tallyspan.call;

import io.tallyspan.id.Dialect;
import io.tallyspan.reader.Answer;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.Set;

/**
 * What an exchange amounts to: the outcome table of the contract as a pure function.
 *
 * @param outcome how it ended
 * @param quality how good its counts are
 * @param billed whether the provider bills it, as far as anybody can tell: then it is a usage event
 */
record Verdict(Outcome outcome, Quality quality, boolean billed) {

    /**
     * Judges an exchange that has ended.
     *
     * @param endpoint what was asked
     * @param requestSent whether the request left this process whole
     * @param status the HTTP status; 0 if none came
     * @param streamed whether the answer was to come in pieces
     * @param ending what ended it
     * @param answer what the response said
     */
    static Verdict of(
            Endpoint endpoint, boolean requestSent, int status, boolean streamed, Ending ending, Answer answer) {
        if (status == 0) {
            return requestSent
                    ? new Verdict(Outcome.NO_RESPONSE, Quality.UNKNOWN, true)
                    : new Verdict(Outcome.ERROR, Quality.UNKNOWN, false);
        }
        if (status < 200 || status > 299) {
            return new Verdict(Outcome.ERROR, Quality.UNKNOWN, isBilledRefusal(endpoint, status, answer));
        }
        Quality quality = quality(endpoint, answer);
        boolean failed = answer.errorType() != null;
        if (quality == Quality.REPORTED) {
            return new Verdict(failed ? Outcome.ERROR : Outcome.OK, quality, true);
        }
        if (isUnfinished(answer)) {
            return new Verdict(answer.terminated() ? Outcome.OK : Outcome.CUT, quality, false);
        }
        if (failed) {
            // An answer that had begun before it failed has consumed its input; a mere error body has not.
            boolean begun =
                    streamed && (answer.responseId() != null || !answer.usage().isEmpty());
            return begun ? new Verdict(Outcome.CUT, quality, true) : new Verdict(Outcome.ERROR, quality, false);
        }
        boolean whole = answer.terminated() || (answer.unreadable() && ending == Ending.END_OF_BODY);
        return new Verdict(whole ? Outcome.OK : Outcome.CUT, quality, true);
    }

    /** The same, with counts of our own in the place of those that are missing. */
    Verdict estimated() {
        return new Verdict(outcome, Quality.ESTIMATED, billed);
    }

    /** Whether a background response has only been accepted: its bill comes with its result. */
    static boolean isUnfinished(Answer answer) {
        return "queued".equals(answer.responseStatus())
                || (answer.background() && "in_progress".equals(answer.responseStatus()));
    }

    private static Quality quality(Endpoint endpoint, Answer answer) {
        if (answer.usageFinal() && hasAll(answer.usage(), endpoint.billedUnits())) {
            return Quality.REPORTED;
        }
        return answer.usage().isEmpty() ? Quality.UNKNOWN : Quality.PARTIAL;
    }

    private static boolean hasAll(Usage usage, Set<Unit> units) {
        for (Unit unit : units) {
            if (!usage.has(unit)) {
                return false;
            }
        }
        return true;
    }

    /** Azure bills the prompt of a request that its content filter refuses. */
    private static boolean isBilledRefusal(Endpoint endpoint, int status, Answer answer) {
        return endpoint.dialect() == Dialect.AZURE && status == 400 && "content_filter".equals(answer.errorType());
    }
}
