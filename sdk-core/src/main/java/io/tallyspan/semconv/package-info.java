/** The names of every attribute and metric Tallyspan writes. */
@NullMarked
package io.tallyspan.semconv;

import org.jspecify.annotations.NullMarked;
