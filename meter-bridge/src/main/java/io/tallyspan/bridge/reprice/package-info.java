/** Prices the ledger's events again. */
@NullMarked
package io.tallyspan.bridge.reprice;

import org.jspecify.annotations.NullMarked;
