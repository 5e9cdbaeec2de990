package io.tallyspan.examples.supportdesk.agents;

import io.tallyspan.annotation.Agent;
import io.tallyspan.annotation.Feature;
import java.util.List;

/** Says what has to be found out before a ticket can be answered. */
interface Planner {

    @Agent("planner")
    @Feature("triage")
    List<String> topics(String question);
}
