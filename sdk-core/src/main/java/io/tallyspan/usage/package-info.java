/**
 * What a billed response consumed: counts by unit, billing lines, quality and outcome, and the record that joins them
 * to who spent it.
 */
@NullMarked
package io.tallyspan.usage;

import org.jspecify.annotations.NullMarked;
