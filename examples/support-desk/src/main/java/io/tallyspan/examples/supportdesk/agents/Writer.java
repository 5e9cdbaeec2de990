package io.tallyspan.examples.supportdesk.agents;

import io.tallyspan.annotation.Agent;
import java.util.List;

/** Writes the letter. */
interface Writer {

    @Agent("writer")
    String write(Ticket ticket, String urgency, List<String> findings);
}
