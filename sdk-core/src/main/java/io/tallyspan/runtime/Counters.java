package io.tallyspan.runtime;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * All counters of one Tallyspan instance. Safe for use by several threads; reads are weakly consistent, as those of
 * {@link LongAdder}. A counter with a label keeps at most {@value #MAX_LABELS} label values; what comes after them is
 * counted under {@code other}.
 */
public final class Counters {

    private static final int MAX_LABELS = 100;
    private static final String NO_LABEL = "";

    private final Map<Counter, ConcurrentHashMap<String, LongAdder>> adders = new EnumMap<>(Counter.class);

    /** Counters that all stand at zero. */
    public Counters() {
        for (Counter counter : Counter.values()) {
            adders.put(counter, new ConcurrentHashMap<>());
        }
    }

    /** Adds one to a counter without a label. */
    public void add(Counter counter) {
        add(counter, NO_LABEL, 1);
    }

    /** Adds one to a counter under the value of its label. */
    public void add(Counter counter, String label) {
        add(counter, label, 1);
    }

    /** Adds {@code amount} to a counter under the value of its label. */
    public void add(Counter counter, String label, long amount) {
        ConcurrentHashMap<String, LongAdder> byLabel = byLabel(counter);
        LongAdder adder = byLabel.get(label);
        if (adder == null) {
            String key = byLabel.size() < MAX_LABELS ? label : "other";
            adder = byLabel.computeIfAbsent(key, unused -> new LongAdder());
        }
        adder.add(amount);
    }

    /** The sum of a counter over all values of its label. */
    public long get(Counter counter) {
        return byLabel(counter).values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** A counter's figure under one value of its label; 0 if nothing was counted there. */
    public long get(Counter counter, String label) {
        LongAdder adder = byLabel(counter).get(label);
        return adder == null ? 0 : adder.sum();
    }

    /** A copy of a counter's figures by label value, sorted; a counter without a label has the one key {@code ""}. */
    public Map<String, Long> byLabelValue(Counter counter) {
        Map<String, Long> copy = new TreeMap<>();
        byLabel(counter).forEach((label, adder) -> copy.put(label, adder.sum()));
        return copy;
    }

    private ConcurrentHashMap<String, LongAdder> byLabel(Counter counter) {
        return requireNonNull(adders.get(counter), "counter");
    }

    @Override
    public String toString() {
        Map<String, Object> shown = new TreeMap<>();
        for (Counter counter : Counter.values()) {
            if (get(counter) != 0) {
                shown.put(counter.metricName(), counter.label() == null ? get(counter) : byLabelValue(counter));
            }
        }
        return shown.toString();
    }
}
