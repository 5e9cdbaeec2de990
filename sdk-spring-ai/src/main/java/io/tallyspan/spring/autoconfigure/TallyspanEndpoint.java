package io.tallyspan.spring.autoconfigure;

import io.tallyspan.Tallyspan;
import io.tallyspan.runtime.Counter;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.UsageRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** What is on, what is dropped, and the last attempts, without any content. */
@Endpoint(id = "tallyspan")
final class TallyspanEndpoint {

    private final Supplier<Tallyspan> tallyspan;
    private final LastEvents events;

    TallyspanEndpoint(Supplier<Tallyspan> tallyspan, LastEvents events) {
        this.tallyspan = tallyspan;
        this.events = events;
    }

    /** The endpoint's answer. */
    @ReadOperation
    Map<String, Object> tallyspan() {
        Tallyspan shown = tallyspan.get();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("enabled", shown.config().enabled());
        answer.put("recordsTools", shown.config().recordsTools());
        answer.put("includesUsage", shown.config().includesUsage());
        answer.put("estimatesUsage", shown.config().estimatesUsage());
        answer.put("counters", counters(shown));
        answer.put(
                "last", events.records().stream().map(TallyspanEndpoint::shown).toList());
        return answer;
    }

    private static Map<String, Long> counters(Tallyspan shown) {
        Map<String, Long> counters = new TreeMap<>();
        for (Counter counter : Counter.values()) {
            counters.put(counter.metricName(), shown.counters().get(counter));
        }
        return counters;
    }

    private static Map<String, Object> shown(UsageRecord record) {
        Map<String, Object> shown = new LinkedHashMap<>();
        put(shown, "event", record.eventId() == null ? null : record.eventId().toString());
        put(shown, "call", record.attempt().callId());
        put(shown, "attempt", record.attempt().number());
        put(shown, "start", Instant.ofEpochSecond(0, record.startEpochNanos()).toString());
        put(shown, "customer", record.attribution().customerId());
        put(shown, "feature", record.attribution().feature());
        put(shown, "run", record.attribution().runId());
        put(shown, "step", record.attribution().stepPath());
        put(shown, "model", record.exchange().responseModel());
        put(shown, "outcome", record.outcome().wireName());
        put(shown, "quality", record.quality().name().toLowerCase(Locale.ROOT));
        put(shown, "usage", usage(record));
        put(shown, "cost", record.cost() == null ? null : record.cost().amount());
        return shown;
    }

    private static Map<String, Long> usage(UsageRecord record) {
        Map<String, Long> usage = new TreeMap<>();
        for (Unit unit : List.of(Unit.values())) {
            Long count = unit.isFractional() ? null : record.usage().get(unit);
            if (count != null) {
                usage.put(unit.unitName(), count);
            }
        }
        return usage;
    }

    private static void put(Map<String, Object> shown, String name, @Nullable Object value) {
        if (value != null) {
            shown.put(name, value);
        }
    }
}
