package io.tallyspan.examples.supportdesk.agents;

import static java.util.Objects.requireNonNull;

/**
 * A customer's account.
 *
 * @param id what the customer is billed under
 * @param name how the customer is addressed
 */
public record Account(String id, String name) {

    /** Checks the arguments. */
    public Account {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
    }
}
