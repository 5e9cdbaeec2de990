package io.tallyspan.examples.supportdesk.agents;

/** Whoever decides about refunds, wherever that is. */
public interface RefundDesk {

    /** What becomes of the customer's money. */
    String assess(String question);
}
