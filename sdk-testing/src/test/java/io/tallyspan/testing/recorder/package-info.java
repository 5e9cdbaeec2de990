/** Tests of the recorder: it fails what it ought to fail. */
@NullMarked
package io.tallyspan.testing.recorder;

import org.jspecify.annotations.NullMarked;
