/** What the examples share: the ledger's rows, the proof that they agree with the provider's books, and printing. */
@NullMarked
package io.tallyspan.examples.stage;

import org.jspecify.annotations.NullMarked;
