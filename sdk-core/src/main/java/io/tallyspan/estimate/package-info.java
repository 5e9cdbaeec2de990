/** Counts tokens by libraries that need not be there. */
@NullMarked
package io.tallyspan.estimate;

import org.jspecify.annotations.NullMarked;
