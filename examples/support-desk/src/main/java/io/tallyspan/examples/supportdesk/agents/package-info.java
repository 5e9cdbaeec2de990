/** The application: a support desk of agents, written as any user of Tallyspan would write it. */
@NullMarked
package io.tallyspan.examples.supportdesk.agents;

import org.jspecify.annotations.NullMarked;
