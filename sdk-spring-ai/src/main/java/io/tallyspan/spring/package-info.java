/**
 * Attributes what the models of Spring AI spend: observed beans, annotations on any bean, filters that say who asks,
 * and context across threads and reactive streams. Spring Boot configures all of it; see {@code autoconfigure}.
 */
@NullMarked
package io.tallyspan.spring;

import org.jspecify.annotations.NullMarked;
