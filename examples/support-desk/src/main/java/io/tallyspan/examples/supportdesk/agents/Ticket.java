package io.tallyspan.examples.supportdesk.agents;

import static java.util.Objects.requireNonNull;

/**
 * A question of a customer.
 *
 * @param account whose question it is, and who pays for the answer
 * @param question the question
 */
public record Ticket(Account account, String question) {

    /** Checks the arguments. */
    public Ticket {
        requireNonNull(account, "account");
        requireNonNull(question, "question");
    }
}
