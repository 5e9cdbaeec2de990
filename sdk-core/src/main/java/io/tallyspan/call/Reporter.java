package io.tallyspan.call;

import io.tallyspan.attribution.Attribution;
import io.tallyspan.id.EventId;
import io.tallyspan.runtime.Counter;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.UsageListener;
import io.tallyspan.usage.UsageRecord;

/** Hands finished records on, each billed response once. Safe for use by several threads. */
final class Reporter {

    private final ObserverParts parts;
    private final ReplayMemory replays = new ReplayMemory();

    Reporter(ObserverParts parts) {
        this.parts = parts;
    }

    /** A stored answer was read again: counted if it was this process that had reported it. */
    void reread(EventId eventId) {
        if (replays.contains(eventId.value())) {
            parts.counters().add(Counter.REPLAYS);
        }
    }

    /** Whether this process has not reported the response with its usage yet; from now on it has, if there is usage. */
    private boolean isNew(EventId eventId, Quality quality) {
        return quality == Quality.REPORTED ? replays.add(eventId.value()) : !replays.contains(eventId.value());
    }

    void report(UsageRecord record) {
        EventId eventId = record.eventId();
        if (eventId != null && eventId.rule() == 1 && !isNew(eventId, record.quality())) {
            parts.counters().add(Counter.REPLAYS);
            return;
        }
        count(record);
        for (UsageListener listener : parts.listeners()) {
            parts.guard().run("usage listener", () -> listener.onUsage(record));
        }
        parts.guard().run("usage sink", () -> parts.sink().accept(record));
    }

    private void count(UsageRecord record) {
        parts.counters().add(Counter.ATTEMPTS);
        if (record.isEvent()) {
            parts.counters().add(Counter.EVENTS);
            Attribution who = record.attribution();
            countMissing("customer", who.customerId() == null);
            countMissing("feature", who.feature() == null);
            countMissing("step", who.step().isEmpty());
        }
    }

    private void countMissing(String dimension, boolean missing) {
        if (missing) {
            parts.counters().add(Counter.UNATTRIBUTED, dimension);
        }
    }
}
