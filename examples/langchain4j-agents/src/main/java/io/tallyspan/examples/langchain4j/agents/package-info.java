/** The application, as any user would write it: agents that brief customers. */
@NullMarked
package io.tallyspan.examples.langchain4j.agents;

import org.jspecify.annotations.NullMarked;
