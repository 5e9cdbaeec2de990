/** Tests of the fake provider: what it says is what the providers say, and its books are right. */
@NullMarked
package io.tallyspan.testing.provider;

import org.jspecify.annotations.NullMarked;
