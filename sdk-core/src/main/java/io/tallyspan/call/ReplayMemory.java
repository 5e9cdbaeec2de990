package io.tallyspan.call;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The event ids of rule 1 that this process has reported with usage, the latest {@value #CAPACITY} of them: seen again,
 * such an answer comes out of a cache or is read a second time. What was forgotten counts once all the same, for the
 * ledger remembers longer. Safe for use by several threads.
 */
final class ReplayMemory {

    private static final int CAPACITY = 32_768;

    private final Map<UUID, Boolean> reported = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > CAPACITY;
        }
    };

    /** Whether the id was reported before. */
    synchronized boolean contains(String eventId) {
        return reported.containsKey(UUID.fromString(eventId));
    }

    /** Notes a report with usage; false if there had been one already. */
    synchronized boolean add(String eventId) {
        return reported.put(UUID.fromString(eventId), Boolean.TRUE) == null;
    }
}
