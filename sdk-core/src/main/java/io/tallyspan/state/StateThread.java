package io.tallyspan.state;

import io.tallyspan.runtime.Guard;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread that exists only while there is work. Even an append that is usually quick may wait seconds for a
 * disk or a network mount, and the end of an exchange is often seen on an event loop.
 */
final class StateThread implements Executor {

    private static final int MAX_WAITING = 4096;

    private final ThreadPoolExecutor pool;
    private final Guard guard;

    StateThread(Guard guard) {
        this.guard = guard;
        pool = new ThreadPoolExecutor(
                1, 1, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), StateThread::thread);
        pool.allowCoreThreadTimeOut(true);
    }

    /** Inherits nothing of the thread that happens to come first, its class loader least of all. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "tallyspan-state", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /** Throws {@link RejectedExecutionException} when too much is waiting, or after the end. */
    @Override
    public void execute(Runnable work) {
        pool.execute(() -> guard.run("state", work::run));
    }

    boolean flush(Duration timeout) {
        CountDownLatch done = new CountDownLatch(1);
        try {
            pool.execute(done::countDown);
        } catch (RejectedExecutionException e) {
            return pool.isTerminated();
        }
        try {
            return done.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** False if it was closed before. */
    boolean close(Duration timeout) {
        if (pool.isShutdown()) {
            return false;
        }
        pool.shutdown();
        try {
            if (!pool.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
