package io.tallyspan.export;

import io.tallyspan.usage.UsageRecord;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The bounded place where records wait, from their acceptance until they are settled: queued, serialized and those sent
 * again alike. Adding takes no lock. Any number of threads add; one thread, the reader, takes.
 */
final class Intake {

    private final int capacity;
    private final int batchSize;
    private final Queue<UsageRecord> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unsettled = new AtomicInteger();
    private volatile @Nullable Thread reader;
    private volatile boolean readerIdles;

    Intake(int capacity, int batchSize) {
        this.capacity = capacity;
        this.batchSize = batchSize;
    }

    /** False where there is no room. Wakes the reader for the first record and for each full batch. */
    boolean offer(UsageRecord record) {
        int waiting = unsettled.incrementAndGet();
        if (waiting > capacity) {
            unsettled.decrementAndGet();
            return false;
        }
        queue.add(record);
        if (readerIdles || waiting % batchSize == 0) {
            LockSupport.unpark(reader);
        }
        return true;
    }

    /** Takes a record back that nobody has taken yet. */
    boolean withdraw(UsageRecord record) {
        boolean removed = queue.remove(record);
        if (removed) {
            unsettled.decrementAndGet();
        }
        return removed;
    }

    @Nullable
    UsageRecord poll() {
        return queue.poll();
    }

    /** Frees the room of records that are acknowledged or lost. */
    void settled(int records) {
        unsettled.addAndGet(-records);
    }

    /** How many records are accepted and not settled. */
    int unsettled() {
        return unsettled.get();
    }

    /** Parks the reader until a record comes, somebody unparks it, or for no reason. */
    void parkUntilOffered() {
        reader = Thread.currentThread();
        readerIdles = true;
        if (queue.isEmpty()) {
            LockSupport.park(this);
        }
        readerIdles = false;
    }
}
