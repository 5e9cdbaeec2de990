/**
 * Calls, exchanges and attempts: who opens a call, which exchange joins it, who reports, and what counts as a replay.
 */
@NullMarked
package io.tallyspan.call;

import org.jspecify.annotations.NullMarked;
