/**
 * Who is asking, when a request or a message comes in: by its trusted carrier, or by rules of the configuration that
 * name a header, a claim, a baggage entry or the principal.
 */
@NullMarked
package io.tallyspan.inbound;

import org.jspecify.annotations.NullMarked;
