package io.tallyspan.examples.supportdesk.agents;

import io.tallyspan.annotation.Agent;
import io.tallyspan.annotation.Feature;

/** Decides about refunds. Its customer is whoever the caller's signed carrier names. */
public interface RefundSpecialist {

    /** What becomes of the customer's money. */
    @Agent("refund-specialist")
    @Feature("refunds")
    String assess(String question);
}
