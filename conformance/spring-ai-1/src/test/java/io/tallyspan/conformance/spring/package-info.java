/** Spring AI 1 over Spring Boot 3. */
@NullMarked
package io.tallyspan.conformance.spring;

import org.jspecify.annotations.NullMarked;
