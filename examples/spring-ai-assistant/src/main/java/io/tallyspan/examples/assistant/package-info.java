/** The stage on which the assistant works. */
@NullMarked
package io.tallyspan.examples.assistant;

import org.jspecify.annotations.NullMarked;
