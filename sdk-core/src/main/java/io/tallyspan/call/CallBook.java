package io.tallyspan.call;

import io.tallyspan.attribution.Execution;
import io.tallyspan.id.CallIds;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls of one execution: counts equal ones, and remembers those that failed. Belongs to its execution and dies
 * with it, so nothing is ever evicted. Safe for use by several threads.
 */
final class CallBook {

    private final Map<CallKey, Integer> occurrences = new ConcurrentHashMap<>();
    private final FailedCalls failed = new FailedCalls(Integer.MAX_VALUE);

    static CallBook of(Execution execution) {
        return execution.own(CallBook.class, CallBook::new);
    }

    /** The id of the next call with that request. */
    String nextId(Execution execution, CallKey key) {
        int occurrence = occurrences.merge(key, 1, Integer::sum);
        return CallIds.of(execution.id(), key.stepPath(), key.fingerprint(), occurrence);
    }

    FailedCalls failed() {
        return failed;
    }
}
