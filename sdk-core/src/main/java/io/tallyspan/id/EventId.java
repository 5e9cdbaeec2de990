package io.tallyspan.id;

import static java.util.Objects.requireNonNull;

/**
 * The identity of one usage event: of a billed provider response, or of usage that the application recorded.
 *
 * @param value a UUID version 5, 36 lower-case characters
 * @param rule which rule made it: 1 the response's strong id, 2 a request id, 3 the call id and the attempt's number;
 *     {@link #KEYED} where no rule did, but the application's own key
 */
public record EventId(String value, int rule) {

    /** The {@link #rule} of ids that the application's own key makes. */
    public static final int KEYED = 0;

    /** Checks the arguments. */
    public EventId {
        requireNonNull(value, "value");
        if (rule < KEYED || rule > 3) {
            throw new IllegalArgumentException("rule is not from 0 to 3: " + rule);
        }
    }
}
