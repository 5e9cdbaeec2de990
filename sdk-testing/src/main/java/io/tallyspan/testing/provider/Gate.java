package io.tallyspan.testing.provider;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds an answer back until the test lets it through, so that a test can prove an order instead of guessing at times.
 * Starts closed, opens once. Safe for use by several threads.
 */
public final class Gate {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** A closed gate. */
    public Gate() {}

    /** Lets everything through, now and later. */
    public void open() {
        open.countDown();
    }

    /** Whether {@link #open()} was called. */
    public boolean isOpen() {
        return open.getCount() == 0;
    }

    /** Waits until an answer stands before the gate; an {@link AssertionError} if none comes in time. */
    public void awaitReached(Duration timeout) {
        if (!awaiting(reached, timeout)) {
            throw new AssertionError("no answer reached the gate within " + timeout);
        }
    }

    /** Stands before the gate until it opens; false if the wait was interrupted. */
    boolean pass() {
        reached.countDown();
        return awaiting(open, Duration.ofMinutes(10));
    }

    private static boolean awaiting(CountDownLatch latch, Duration timeout) {
        try {
            return latch.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
