/** Attributes what LangChain4j's models, AI services, tools and agents spend. */
@NullMarked
package io.tallyspan.langchain4j;

import org.jspecify.annotations.NullMarked;
