package io.tallyspan.examples.supportdesk.agents;

import io.tallyspan.annotation.Agent;
import io.tallyspan.annotation.Feature;

/** Says how much a ticket hurries. */
interface Triage {

    @Agent("triage")
    @Feature("triage")
    String urgency(String question);
}
