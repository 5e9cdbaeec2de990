package io.tallyspan.usage;

import org.jspecify.annotations.Nullable;

/**
 * Counts tokens locally, for usage that a provider does not state. Called by the application's threads while bodies
 * pass by, so implementations are safe for use by several threads and quick.
 */
@FunctionalInterface
public interface TokenCounter {

    /**
     * How many tokens a text has.
     *
     * @param text a piece of a prompt or an answer, of a few thousand characters at most; not to be kept
     * @param model the model asked for; null if it is not known
     */
    long count(String text, @Nullable String model);
}
