/**
 * The ledger: one embedded database that holds every usage record once, synced before anybody is told that it is there.
 */
@NullMarked
package io.tallyspan.bridge.ledger;

import org.jspecify.annotations.NullMarked;
