package io.tallyspan.bridge.ledger;

import java.util.List;

/**
 * What one request brought: committed as a whole or not at all.
 *
 * @param entries the usage records, in the order in which they came
 * @param deadLetters the usage records that break the schema
 */
public record Batch(List<Entry> entries, List<DeadLetter> deadLetters) {

    /** Copies the lists. */
    public Batch {
        entries = List.copyOf(entries);
        deadLetters = List.copyOf(deadLetters);
    }

    /** Whether there is nothing to commit. */
    public boolean isEmpty() {
        return entries.isEmpty() && deadLetters.isEmpty();
    }

    int size() {
        return entries.size() + deadLetters.size();
    }
}
