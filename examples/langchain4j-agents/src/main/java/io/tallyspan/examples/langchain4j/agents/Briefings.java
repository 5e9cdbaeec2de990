package io.tallyspan.examples.langchain4j.agents;

import io.tallyspan.annotation.Agent;
import io.tallyspan.annotation.Customer;
import io.tallyspan.annotation.Feature;

/** Briefs customers. The annotations say who pays, and for what. */
@Agent("briefing")
@Feature("briefings")
public interface Briefings {

    /** The text of a briefing. */
    String brief(@Customer String customer, String topic);
}
