/** The signed header that carries run, customer, feature and step between processes that share a secret. */
@NullMarked
package io.tallyspan.carrier;

import org.jspecify.annotations.NullMarked;
