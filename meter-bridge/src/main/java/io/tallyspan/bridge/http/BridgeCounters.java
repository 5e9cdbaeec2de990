package io.tallyspan.bridge.http;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** All counters of one bridge. Safe for use by several threads. */
public final class BridgeCounters {

    private final Map<BridgeCounter, LongAdder> adders = new EnumMap<>(BridgeCounter.class);

    /** Counters that all stand at zero. */
    public BridgeCounters() {
        for (BridgeCounter counter : BridgeCounter.values()) {
            adders.put(counter, new LongAdder());
        }
    }

    void add(BridgeCounter counter, long amount) {
        adders.getOrDefault(counter, new LongAdder()).add(amount);
    }

    /** How many there were since the start. */
    public long get(BridgeCounter counter) {
        return adders.getOrDefault(counter, new LongAdder()).sum();
    }

    @Override
    public String toString() {
        return Arrays.stream(BridgeCounter.values())
                .map(counter -> counter.metricName() + "=" + get(counter))
                .collect(Collectors.joining(" "));
    }
}
