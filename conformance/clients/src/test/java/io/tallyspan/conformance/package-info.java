/** Every client that Tallyspan observes, driven through the conformance kit. */
@NullMarked
package io.tallyspan.conformance;

import org.jspecify.annotations.NullMarked;
