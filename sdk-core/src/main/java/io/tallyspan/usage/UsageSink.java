package io.tallyspan.usage;

/**
 * Where finished records go: the pipeline to the collector, a test's recorder, or the spool in front of either. Does
 * not block and does not throw on account of its own state: what cannot be taken is counted as dropped. Safe for use by
 * several threads.
 */
@FunctionalInterface
public interface UsageSink {

    /** Takes a record over. */
    void accept(UsageRecord record);
}
