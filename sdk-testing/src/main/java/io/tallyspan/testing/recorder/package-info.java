/** A strict sink for tests: what nobody asserted fails the test. */
@NullMarked
package io.tallyspan.testing.recorder;

import org.jspecify.annotations.NullMarked;
