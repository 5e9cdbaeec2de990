/** The stage around the support desk: provider, ledger, second process, what is printed, and the proof. */
@NullMarked
package io.tallyspan.examples.supportdesk;

import org.jspecify.annotations.NullMarked;
