package io.tallyspan.examples.supportdesk.agents;

import io.tallyspan.annotation.Agent;
import io.tallyspan.annotation.Customer;
import io.tallyspan.annotation.Feature;

/** Answers tickets. */
public interface SupportAgent {

    /** The letter that answers the ticket. */
    @Agent("support")
    @Feature("answers")
    String answer(@Customer("account.id") Ticket ticket);
}
