/** The meter bridge: the process that receives usage, commits it to the ledger and answers for it. */
@NullMarked
package io.tallyspan.bridge;

import org.jspecify.annotations.NullMarked;
