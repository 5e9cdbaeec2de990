/** The directory in which processes keep what must survive them. */
@NullMarked
package io.tallyspan.state;

import org.jspecify.annotations.NullMarked;
