/**
 * Deterministic ids as pure functions: event ids, call ids, fingerprints, and the normative table of dialects and
 * strong ids.
 */
@NullMarked
package io.tallyspan.id;

import org.jspecify.annotations.NullMarked;
