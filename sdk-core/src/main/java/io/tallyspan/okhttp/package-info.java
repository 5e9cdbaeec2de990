/** Observes OkHttp 4.12 and 5: every request that goes over the wire, OkHttp's own retries and redirects included. */
@NullMarked
package io.tallyspan.okhttp;

import org.jspecify.annotations.NullMarked;
