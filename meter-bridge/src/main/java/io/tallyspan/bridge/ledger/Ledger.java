package io.tallyspan.bridge.ledger;

import static java.util.Objects.requireNonNull;

import io.tallyspan.runtime.TimeSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Commits batches to the ledger. One thread writes; batches that wait while it syncs share the next sync. A data
 * directory has one ledger open for writing at a time, which {@code DataDirectory} sees to. Safe for use by several
 * threads.
 */
public final class Ledger implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(Ledger.class.getName());
    private static final int WAITING_BATCHES = 1024;

    /** Bounds how long a transaction takes, and so how long the first batch in it waits. */
    private static final int RECORDS_PER_COMMIT = 20_000;

    private static final Duration CLOSING = Duration.ofSeconds(30);

    private record Waiting(Batch batch, CompletableFuture<Committed> answer) {}

    private final Path dataDirectory;
    private final long maxBytes;
    private final Duration patience;
    private final TimeSource time;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING_BATCHES);
    private final Thread writer;

    /** Only the writer uses it; null after a failure, until the next batch opens it again. */
    private @Nullable LedgerStore store;

    private volatile boolean closed;

    private Ledger(Path dataDirectory, long maxBytes, Duration patience, TimeSource time, LedgerStore store) {
        this.dataDirectory = dataDirectory;
        this.maxBytes = maxBytes;
        this.patience = patience;
        this.time = time;
        this.store = store;
        this.writer = new Thread(this::write, "tallyspan-ledger");
    }

    /**
     * Opens the ledger of a data directory, making or upgrading it where necessary.
     *
     * @param maxBytes the size beyond which it refuses to grow; 0 for none
     * @param patience how long {@link #commit} waits
     * @throws SQLException if it cannot be opened
     */
    public static Ledger open(Path dataDirectory, long maxBytes, Duration patience, TimeSource time)
            throws SQLException {
        requireNonNull(patience, "patience");
        LedgerStore store = LedgerStore.open(dataDirectory, maxBytes, time);
        Ledger ledger = new Ledger(dataDirectory, maxBytes, patience, time, store);
        ledger.writer.start();
        return ledger;
    }

    /**
     * Commits a batch, and returns when it is synced to disk.
     *
     * @throws LedgerUnavailable if it is not known to be committed; it may come again, and is counted once
     */
    public Committed commit(Batch batch) throws LedgerUnavailable {
        if (batch.isEmpty()) {
            return Committed.NOTHING;
        }
        Waiting waiting = new Waiting(batch, new CompletableFuture<>());
        if (!queue.offer(waiting)) {
            throw LedgerUnavailable.saturation();
        }
        if (closed && queue.remove(waiting)) {
            throw new LedgerUnavailable("the ledger is closed");
        }
        try {
            return waiting.answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new LedgerUnavailable("the ledger cannot commit", requireNonNull(e.getCause()));
        } catch (TimeoutException e) {
            throw new LedgerUnavailable("the ledger did not commit within " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailable("interrupted while the ledger committed", e);
        }
    }

    private void write() {
        try {
            while (!closed || !queue.isEmpty()) {
                Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    commitTogether(more(first));
                }
            }
        } catch (InterruptedException e) {
            LOGGER.log(Level.SEVERE, "the ledger's thread was interrupted and ends", e);
        } finally {
            closed = true;
            List<Waiting> left = new ArrayList<>();
            queue.drainTo(left);
            fail(left, new LedgerUnavailable("the ledger is closed"));
            closeStore();
        }
    }

    private List<Waiting> more(Waiting first) {
        List<Waiting> together = new ArrayList<>();
        int records = 0;
        for (Waiting next = first; next != null; next = records < RECORDS_PER_COMMIT ? queue.poll() : null) {
            together.add(next);
            records += next.batch().size();
        }
        return together;
    }

    /** Commits in one transaction; if that fails, each on its own, so that one batch's fault is not another's. */
    private void commitTogether(List<Waiting> together) {
        Exception failure = tryCommit(together);
        if (failure == null) {
            return;
        }
        LOGGER.log(Level.SEVERE, "the ledger in " + dataDirectory + " cannot commit; senders keep their data", failure);
        if (together.size() == 1) {
            fail(together, failure);
            return;
        }
        for (Waiting waiting : together) {
            Exception again = tryCommit(List.of(waiting));
            if (again != null) {
                fail(List.of(waiting), again);
            }
        }
    }

    private @Nullable Exception tryCommit(List<Waiting> together) {
        try {
            if (store == null) {
                store = LedgerStore.open(dataDirectory, maxBytes, time);
            }
            List<Committed> answers =
                    store.commit(together.stream().map(Waiting::batch).toList());
            for (int i = 0; i < answers.size(); i++) {
                together.get(i).answer().complete(answers.get(i));
            }
            return null;
        } catch (SQLException | RuntimeException e) {
            rollback();
            return e;
        }
    }

    private void rollback() {
        if (store == null) {
            return;
        }
        try {
            store.rollback();
        } catch (SQLException e) {
            LOGGER.log(Level.WARNING, "cannot roll back; the ledger is opened again", e);
            closeStore();
        }
    }

    private void closeStore() {
        if (store != null) {
            try {
                store.close();
            } catch (SQLException e) {
                LOGGER.log(Level.WARNING, "cannot close the ledger in " + dataDirectory, e);
            }
            store = null;
        }
    }

    private static void fail(List<Waiting> waiting, Exception failure) {
        waiting.forEach(each -> each.answer().completeExceptionally(failure));
    }

    /** Commits what waits and closes the file. Twice is once. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (writer.isAlive()) {
            LOGGER.severe(
                    "the ledger in " + dataDirectory + " is still committing and is left to the operating system");
        }
    }
}
