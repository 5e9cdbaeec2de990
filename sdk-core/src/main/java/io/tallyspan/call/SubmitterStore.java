package io.tallyspan.call;

import io.tallyspan.attribution.Attribution;
import org.jspecify.annotations.Nullable;

/**
 * Remembers who submitted a background response until somebody fetches its result, perhaps in another process. Does not
 * block its caller for long and does not throw on account of the disk. Safe for use by several threads.
 */
public interface SubmitterStore {

    /** A background response was accepted under {@code responseId}. */
    void submitted(String responseId, Attribution submitter);

    /** Who submitted {@code responseId}; null if nobody knows (any more). */
    @Nullable
    Attribution submitter(String responseId);
}
