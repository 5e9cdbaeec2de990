/** A team of LangChain4j's agents, and the stage on which it works. */
@NullMarked
package io.tallyspan.examples.langchain4j;

import org.jspecify.annotations.NullMarked;
