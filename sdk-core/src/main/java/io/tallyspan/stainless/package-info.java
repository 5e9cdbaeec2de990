/**
 * What the integrations of openai-java and anthropic-java share, for one generator writes both: requests and responses
 * of one shape under different names, the same retry layer, the same way of losing the caller's context on async calls.
 */
@NullMarked
package io.tallyspan.stainless;

import org.jspecify.annotations.NullMarked;
