package io.tallyspan.examples.supportdesk.agents;

import io.tallyspan.annotation.Step;
import java.util.Collection;
import java.util.List;

/** What the company promises. */
interface Policies {

    /** A quotation for each topic. */
    @Step("policies")
    List<String> quote(Collection<String> topics);
}
