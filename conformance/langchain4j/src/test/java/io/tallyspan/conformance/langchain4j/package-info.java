/** The conformance kit over LangChain4j. */
@NullMarked
package io.tallyspan.conformance.langchain4j;

import org.jspecify.annotations.NullMarked;
