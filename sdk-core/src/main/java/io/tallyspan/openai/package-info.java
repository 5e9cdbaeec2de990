/** Observes the official OpenAI client, openai-java: sync, async and streaming, every attempt of its retries. */
@NullMarked
package io.tallyspan.openai;

import org.jspecify.annotations.NullMarked;
