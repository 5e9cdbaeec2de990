package io.tallyspan.bridge.http;

import io.tallyspan.bridge.ledger.Batch;
import io.tallyspan.bridge.ledger.Committed;
import io.tallyspan.bridge.ledger.LedgerUnavailable;

/** Commits a batch and returns when it is synced: the ledger. */
@FunctionalInterface
public interface Commit {

    /**
     * Commits.
     *
     * @throws LedgerUnavailable if the batch is not known to be committed
     */
    Committed commit(Batch batch) throws LedgerUnavailable;
}
