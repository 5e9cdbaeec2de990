package io.tallyspan.export;

import io.tallyspan.config.TallyspanConfig;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.usage.UsageRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline's one thread: serializes records, gathers them into batches, sends these in order and keeps what is not
 * acknowledged.
 *
 * <p>The seam for the spool on disk is between {@link OtlpEncoder#span} and {@link BatchSender}: what lies there is
 * immutable bytes.
 */
final class ExportWorker implements Runnable {

    /** While somebody waits for a flush or the end, no back-off lasts longer. */
    private static final long IMPATIENT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Intake intake;
    private final OtlpEncoder encoder;
    private final BatchSender sender;
    private final BackOff backOff;
    private final Guard guard;
    private final Counters counters;
    private final int batchSize;
    private final long delayNanos;

    private final Deque<List<byte[]>> full = new ArrayDeque<>();
    private List<byte[]> open = new ArrayList<>();
    private long openSince;
    private long failedAt;
    private long waitNanos;

    private final AtomicInteger waiters = new AtomicInteger();
    private final Object progress = new Object();
    private long settledCount;
    private volatile boolean closing;
    private volatile boolean abandoned;
    private volatile boolean ended;

    ExportWorker(
            TallyspanConfig config,
            Intake intake,
            OtlpEncoder encoder,
            BatchSender sender,
            BackOff backOff,
            Guard guard,
            Counters counters) {
        this.intake = intake;
        this.encoder = encoder;
        this.sender = sender;
        this.backOff = backOff;
        this.guard = guard;
        this.counters = counters;
        this.batchSize = config.batchSize();
        this.delayNanos = config.scheduleDelay().toNanos();
    }

    @Override
    public void run() {
        try {
            while (!abandoned && stepOrRest()) {
                // all in the condition
            }
        } catch (InterruptedException e) {
            // Only abandon() interrupts: the deadline has passed.
            abandoned = true;
        } finally {
            ended = true;
            int lost = countOpen();
            while (intake.poll() != null) {
                lost++;
            }
            if (lost > 0) {
                counters.add(Counter.DROPPED, "shutdown", lost);
            }
            sender.close();
            settled(lost);
        }
    }

    /** Whether the thread is through; what is offered after that nobody takes. */
    boolean hasEnded() {
        return ended;
    }

    /** Asks for the end as soon as nothing waits. */
    void close(Thread thread) {
        closing = true;
        LockSupport.unpark(thread);
    }

    /** Ends at once; what waits is lost and counted. */
    void abandon(Thread thread) {
        abandoned = true;
        thread.interrupt();
    }

    /** Waits until so many records in all are settled; false if the time runs out first. */
    boolean awaitSettled(long count, long timeoutNanos, Thread thread) throws InterruptedException {
        long start = System.nanoTime();
        waiters.incrementAndGet();
        LockSupport.unpark(thread);
        try {
            synchronized (progress) {
                while (settledCount < count) {
                    long rest = timeoutNanos - (System.nanoTime() - start);
                    if (rest <= 0) {
                        return false;
                    }
                    TimeUnit.NANOSECONDS.timedWait(progress, Math.max(rest, 1_000_000));
                }
                return true;
            }
        } finally {
            waiters.decrementAndGet();
        }
    }

    /** As {@link #step}; outlives a moment without memory, for nobody else would send what waits. */
    private boolean stepOrRest() throws InterruptedException {
        try {
            return step();
        } catch (OutOfMemoryError e) {
            counters.add(Counter.GUARDED, "export.memory");
            LockSupport.parkNanos(this, TimeUnit.SECONDS.toNanos(1));
            return true;
        }
    }

    /** Does the next thing there is to do; false when there is nothing left and the end was asked for. */
    private boolean step() throws InterruptedException {
        drain();
        if (full.isEmpty() && open.isEmpty()) {
            if (closing) {
                return false;
            }
            intake.parkUntilOffered();
            return true;
        }
        boolean hurry = closing || waiters.get() > 0;
        if (full.isEmpty()) {
            long rest = delayNanos - (System.nanoTime() - openSince);
            if (rest > 0 && !hurry) {
                LockSupport.parkNanos(this, rest);
                return true;
            }
            closeBatch();
        }
        long rest = (hurry ? Math.min(waitNanos, IMPATIENT_NANOS) : waitNanos) - (System.nanoTime() - failedAt);
        if (waitNanos > 0 && rest > 0) {
            LockSupport.parkNanos(this, rest);
            return true;
        }
        sendFirst();
        return true;
    }

    private void sendFirst() throws InterruptedException {
        List<byte[]> batch = full.removeFirst();
        BatchSender.@Nullable Verdict verdict = null;
        try {
            verdict = sender.send(batch);
        } finally {
            if (verdict == null) {
                full.addFirst(batch);
            }
        }
        waitNanos = 0;
        switch (verdict) {
            case SETTLED -> {
                backOff.reset();
                settled(batch.size());
            }
            case SPLIT -> {
                backOff.reset();
                int middle = batch.size() / 2;
                full.addFirst(batch.subList(middle, batch.size()));
                full.addFirst(batch.subList(0, middle));
            }
            case RETRY, REFUSED -> {
                full.addFirst(batch);
                failedAt = System.nanoTime();
                waitNanos = backOff.next(verdict == BatchSender.Verdict.REFUSED);
            }
        }
    }

    private void drain() {
        for (UsageRecord next = intake.poll(); next != null; next = intake.poll()) {
            UsageRecord record = next;
            byte @Nullable [] span = null;
            try {
                span = guard.<byte[]>askOrNull("export.encode", () -> encoder.span(record));
            } finally {
                if (span == null) {
                    counters.add(Counter.DROPPED, "encoding");
                    settled(1);
                }
            }
            if (span == null) {
                continue;
            }
            if (open.isEmpty()) {
                openSince = System.nanoTime();
            }
            open.add(span);
            if (open.size() >= batchSize) {
                closeBatch();
                return;
            }
        }
    }

    private void closeBatch() {
        full.addLast(open);
        open = new ArrayList<>();
    }

    private int countOpen() {
        return full.stream().mapToInt(List::size).sum() + open.size();
    }

    private void settled(int records) {
        intake.settled(records);
        synchronized (progress) {
            settledCount += records;
            progress.notifyAll();
        }
    }
}
