/** Makes price lists of the project's own format from those of others. */
@NullMarked
package io.tallyspan.bridge.prices;

import org.jspecify.annotations.NullMarked;
