package io.tallyspan.id;

import static java.util.Objects.requireNonNull;

/**
 * The identity of one billed provider response.
 *
 * @param value a UUID version 5, 36 lower-case characters
 * @param rule which rule made it: 1 the response's strong id, 2 a request id, 3 the call id and the attempt's number
 */
public record EventId(String value, int rule) {

    /** Checks the arguments. */
    public EventId {
        requireNonNull(value, "value");
        if (rule < 1 || rule > 3) {
            throw new IllegalArgumentException("rule is not 1, 2 or 3: " + rule);
        }
    }
}
