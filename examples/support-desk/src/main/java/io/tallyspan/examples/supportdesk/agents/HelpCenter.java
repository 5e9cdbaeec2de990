package io.tallyspan.examples.supportdesk.agents;

import io.tallyspan.annotation.Step;

/** The articles that were written for customers. */
interface HelpCenter {

    /** The article that fits best. */
    @Step("search")
    String search(String query);
}
