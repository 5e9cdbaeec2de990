package io.tallyspan.testing.recorder;

import io.tallyspan.usage.AttemptSource;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageRecord;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about one record. Each gives this object again. */
public final class UsageRecordAssert extends AbstractAssert<UsageRecordAssert, UsageRecord> {

    /** Assertions about {@code record}. */
    public UsageRecordAssert(UsageRecord record) {
        super(record, UsageRecordAssert.class);
    }

    /** The record itself. */
    public UsageRecord get() {
        return actual;
    }

    /** It is a usage event: billed, as far as anybody can tell. */
    public UsageRecordAssert isEvent() {
        return check("is an event", true, actual.isEvent());
    }

    /** It is an attempt that nobody billed. */
    public UsageRecordAssert isNoEvent() {
        return check("is an event", false, actual.isEvent());
    }

    /** Which rule made its event id. */
    public UsageRecordAssert hasRule(int rule) {
        return check(
                "rule", rule, actual.eventId() == null ? 0 : actual.eventId().rule());
    }

    /** How it ended, and how good its figures are. */
    public UsageRecordAssert ended(Outcome outcome, Quality quality) {
        check("outcome", outcome, actual.outcome());
        return check("quality", quality, actual.quality());
    }

    /** Its counts, all of them: one that is not expected fails as much as one that is missing. */
    public UsageRecordAssert hasUsage(Usage usage) {
        return check("usage", usage, actual.usage());
    }

    /** Who spent it. */
    public UsageRecordAssert hasCustomer(@Nullable String customer) {
        return check("customer", customer, actual.attribution().customerId());
    }

    /** What for. */
    public UsageRecordAssert hasFeature(@Nullable String feature) {
        return check("feature", feature, actual.attribution().feature());
    }

    /** In which step, by path. */
    public UsageRecordAssert hasStepPath(String path) {
        return check("step path", path, actual.attribution().stepPath());
    }

    /** Its place in its call. */
    public UsageRecordAssert isAttempt(int number, AttemptSource source) {
        check("attempt", number, actual.attempt().number());
        return check("attempt source", source, actual.attempt().source());
    }

    /** The HTTP status; 0 for none. */
    public UsageRecordAssert hasStatus(int status) {
        return check("status", status, actual.exchange().status());
    }

    private UsageRecordAssert check(String what, @Nullable Object expected, @Nullable Object found) {
        if (!Objects.equals(expected, found)) {
            throw failureWithActualExpected(
                    found, expected, "%s: expected <%s> but was <%s> in %s", what, expected, found, actual);
        }
        return this;
    }
}
