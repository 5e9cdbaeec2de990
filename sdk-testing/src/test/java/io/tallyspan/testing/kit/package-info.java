/** The kit tried on a deliberately simple client, and on broken ones that it must fail. */
@NullMarked
package io.tallyspan.testing.kit;

import org.jspecify.annotations.NullMarked;
