package io.tallyspan.call;

import io.tallyspan.attribution.Attribution;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Remembers who submitted a background response until somebody fetches its result, perhaps in another process. Does not
 * block its caller and does not throw on account of the disk. Safe for use by several threads.
 */
public interface SubmitterStore {

    /** A background response was accepted under {@code responseId}. */
    void submitted(String responseId, Attribution submitter);

    /**
     * Who submitted {@code responseId}; empty if nobody knows (any more). Completes at once where that is known without
     * reading files, and never exceptionally.
     */
    CompletionStage<Optional<Attribution>> submitter(String responseId);
}
