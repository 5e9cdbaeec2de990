/** The conformance kit over Spring AI's models, and the starter in real applications. */
@NullMarked
package io.tallyspan.conformance.spring;

import org.jspecify.annotations.NullMarked;
