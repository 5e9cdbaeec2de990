package io.tallyspan.call;

/** What makes two calls of one execution the same request: the step path and the fingerprint. */
record CallKey(String stepPath, String fingerprint) {}
