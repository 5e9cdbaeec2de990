package io.tallyspan.examples.supportdesk;

import io.tallyspan.examples.supportdesk.agents.Account;
import io.tallyspan.examples.supportdesk.agents.Ticket;
import java.util.List;

/** What three customers want to know today. */
final class Tickets {

    static final List<Ticket> TODAY = List.of(
            new Ticket(
                    new Account("acme", "Acme Rockets"),
                    "Our parcel came a week late and the invoice charges express delivery. What do we get back?"),
            new Ticket(
                    new Account("globex", "Globex"),
                    "We were billed twice for order 1138, and one of the two never arrived. Please sort this out."),
            new Ticket(
                    new Account("initech", "Initech"),
                    "The stapler we ordered was damaged on the way. Can we keep it and have half of the price back?"));

    private Tickets() {}
}
