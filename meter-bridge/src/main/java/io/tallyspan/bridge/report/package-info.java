/** Questions to the ledger: group-by reports as table, JSON or CSV, from any process. */
@NullMarked
package io.tallyspan.bridge.report;

import org.jspecify.annotations.NullMarked;
