package io.tallyspan.id;

import static java.util.Objects.requireNonNull;

/**
 * Event ids from their parts; {@link EventIdRules} says which of them applies. Pure functions, safe for use by several
 * threads. An empty part is refused with an {@link IllegalArgumentException}, for what is missing must fall through to
 * the next rule and never be hashed.
 */
public final class EventIds {

    private static final String EVENT = "event";
    private static final String VERSION = "1";

    private EventIds() {}

    /** Rule 1: the response's own strong id. Nothing else goes into the name, so that all observers agree. */
    public static String response(String responseId) {
        return Uuid5.of(EVENT, VERSION, "response", notEmpty(responseId, "responseId"));
    }

    /** Rule 2: the provider's id of the request. */
    public static String request(Dialect dialect, String requestId) {
        return Uuid5.of(EVENT, VERSION, "request", dialect.wireName(), notEmpty(requestId, "requestId"));
    }

    /**
     * Rule 3: a numbered attempt of a call.
     *
     * @param callId from {@link CallIds}
     * @param attempt from 1
     */
    public static String attempt(String callId, int attempt) {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt is not positive: " + attempt);
        }
        return Uuid5.of(EVENT, VERSION, "attempt", notEmpty(callId, "callId"), Integer.toString(attempt));
    }

    /**
     * Usage beside model calls.
     *
     * @param unit what was spent, such as {@code gpu_minutes}
     * @param key the caller's idempotency key
     */
    public static String custom(String unit, String key) {
        return Uuid5.of(EVENT, VERSION, "custom", notEmpty(unit, "unit"), notEmpty(key, "key"));
    }

    private static String notEmpty(String value, String name) {
        if (requireNonNull(value, name).isEmpty()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        return value;
    }
}
