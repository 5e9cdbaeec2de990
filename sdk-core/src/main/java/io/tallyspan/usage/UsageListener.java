package io.tallyspan.usage;

/**
 * Is told of every attempt, billed or not, once, when its exchange has ended and before it is exported. Called on the
 * thread that ended the exchange, so it must be quick and must not block; what it throws is counted and goes no
 * further. Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface UsageListener {

    /** Takes note of one attempt. */
    void onUsage(UsageRecord record);
}
