/** The conformance kit: what every integration must do, written once and inherited. */
@NullMarked
package io.tallyspan.testing.kit;

import org.jspecify.annotations.NullMarked;
