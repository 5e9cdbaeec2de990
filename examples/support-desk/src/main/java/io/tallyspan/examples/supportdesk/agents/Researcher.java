package io.tallyspan.examples.supportdesk.agents;

import io.tallyspan.annotation.Agent;
import io.tallyspan.annotation.StepKey;

/** Finds something out. Many work at the same time, so each is known by its topic. */
interface Researcher {

    @Agent("researcher")
    String research(@StepKey String topic, String question);
}
