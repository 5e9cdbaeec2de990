/** The application, as any user would write it: a web page with an assistant that remembers, uses tools and streams. */
@NullMarked
package io.tallyspan.examples.assistant.app;

import org.jspecify.annotations.NullMarked;
