/** What Tallyspan makes of the exchanges of an HTTP archive, by the readers and the observer of the SDK itself. */
@NullMarked
package io.tallyspan.bridge.explain;

import org.jspecify.annotations.NullMarked;
