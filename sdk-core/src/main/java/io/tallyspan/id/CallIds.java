package io.tallyspan.id;

/**
 * The id of a logical call, which groups its attempts. It is never a key for deduplication. A pure function, safe for
 * use by several threads.
 */
public final class CallIds {

    private CallIds() {}

    /**
     * The id of one call.
     *
     * @param executionId the opening of the run in this process; not empty
     * @param stepPath the step's path with ordinals and keys; empty outside any step
     * @param fingerprint from {@link Fingerprints}; not empty
     * @param occurrence from 1: the how-manieth call of this fingerprint in that step of that execution
     */
    public static String of(String executionId, String stepPath, String fingerprint, int occurrence) {
        if (executionId.isEmpty() || fingerprint.isEmpty()) {
            throw new IllegalArgumentException((executionId.isEmpty() ? "executionId" : "fingerprint") + " is empty");
        }
        if (occurrence < 1) {
            throw new IllegalArgumentException("occurrence is not positive: " + occurrence);
        }
        return Uuid5.of("call", "1", executionId, stepPath, fingerprint, Integer.toString(occurrence));
    }
}
