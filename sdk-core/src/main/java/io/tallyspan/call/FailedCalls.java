package io.tallyspan.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls whose last exchange failed, for a retry to join. Safe for use by several threads. */
final class FailedCalls {

    /** More failures of one request than this at one time are not a client that retries. */
    private static final int MAX_PER_REQUEST = 64;

    private final Map<CallKey, Deque<ModelCall>> byRequest;

    /** Keeps the failures of the latest {@code maxRequests} requests. */
    FailedCalls(int maxRequests) {
        byRequest = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<CallKey, Deque<ModelCall>> eldest) {
                return size() > maxRequests;
            }
        };
    }

    synchronized void add(CallKey key, ModelCall call) {
        Deque<ModelCall> waiting = byRequest.computeIfAbsent(key, unused -> new ArrayDeque<>(1));
        if (waiting.size() == MAX_PER_REQUEST) {
            waiting.removeFirst();
        }
        waiting.addLast(call);
    }

    /** Takes the call that a retry joins, so that no other joins it meanwhile; null if there is none. */
    synchronized @Nullable ModelCall take(CallKey key, RetryMarker marker, long nanoTime, long windowNanos) {
        Deque<ModelCall> waiting = byRequest.get(key);
        if (waiting == null) {
            return null;
        }
        ModelCall found = null;
        for (Iterator<ModelCall> calls = waiting.iterator(); found == null && calls.hasNext(); ) {
            ModelCall call = calls.next();
            if (call.takesRetry(marker, nanoTime, windowNanos)) {
                calls.remove();
                found = call;
            }
        }
        if (waiting.isEmpty()) {
            byRequest.remove(key);
        }
        return found;
    }
}
