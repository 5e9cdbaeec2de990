package io.tallyspan.bridge.ledger;

import io.tallyspan.attribution.Attribution;
import io.tallyspan.bridge.ledger.Entry.Spender;
import io.tallyspan.usage.Quality;
import org.jspecify.annotations.Nullable;

/** What the ledger must know of the record it holds in order to judge a second one of the same key. */
record Held(
        long id,
        String digest,
        Quality quality,
        String customer,
        String feature,
        String step,
        String stepPath,
        @Nullable String user) {

    /** The dimensions of this record, those that nobody had attributed filled in from {@code other}. */
    Spender filledFrom(Spender other) {
        return fill(customer, feature, step, stepPath, user, other, other);
    }

    /** The dimensions of {@code better}, which takes this record's place, with what only this one knew. */
    Spender filling(Spender better) {
        Spender here = new Spender(better.run(), null, customer, feature, step, stepPath, user, null, null, null, null);
        return fill(better.customer(), better.feature(), better.step(), better.stepPath(), better.user(), here, better);
    }

    boolean differsFrom(Spender filled) {
        return !customer.equals(filled.customer())
                || !feature.equals(filled.feature())
                || !step.equals(filled.step())
                || (user == null && filled.user() != null);
    }

    private static Spender fill(
            String customer,
            String feature,
            String step,
            String stepPath,
            @Nullable String user,
            Spender from,
            Spender rest) {
        boolean stepKnown = isKnown(step);
        return new Spender(
                rest.run(),
                rest.execution(),
                isKnown(customer) ? customer : from.customer(),
                isKnown(feature) ? feature : from.feature(),
                stepKnown ? step : from.step(),
                stepKnown ? stepPath : from.stepPath(),
                user != null ? user : from.user(),
                rest.environment(),
                rest.service(),
                rest.agent(),
                rest.conversation());
    }

    private static boolean isKnown(String dimension) {
        return !dimension.equals(Attribution.UNATTRIBUTED);
    }
}
