/** Books tests: an application makes hundreds of calls, and the ledger must have what the providers' books have. */
@NullMarked
package io.tallyspan.conformance.books;

import org.jspecify.annotations.NullMarked;
