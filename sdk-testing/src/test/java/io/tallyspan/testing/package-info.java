/** What the tests of the kit share. */
@NullMarked
package io.tallyspan.testing;

import org.jspecify.annotations.NullMarked;
