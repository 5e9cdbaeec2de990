/** Observes the official Anthropic client, anthropic-java: sync, async and streaming, every attempt of its retries. */
@NullMarked
package io.tallyspan.anthropic;

import org.jspecify.annotations.NullMarked;
