package io.tallyspan.bridge.ledger;

/**
 * What became of a batch.
 *
 * @param added records that the ledger had not seen
 * @param duplicates records that it had
 * @param superseding records that took the place of a worse one of the same event
 * @param conflicts records that contradict the one that is there, kept aside
 * @param deadLetters records that break the schema
 */
public record Committed(int added, int duplicates, int superseding, int conflicts, int deadLetters) {

    static final Committed NOTHING = new Committed(0, 0, 0, 0, 0);
}
