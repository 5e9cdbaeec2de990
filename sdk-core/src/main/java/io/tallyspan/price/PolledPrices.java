package io.tallyspan.price;

import static java.util.Objects.requireNonNull;

import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.DaemonThreads;
import io.tallyspan.runtime.Guard;
import io.tallyspan.state.SharedFile;
import io.tallyspan.usage.Cost;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Prices by a list that is served at a URL and asked for again and again. The last good list is in force until there is
 * a better one, across restarts too where there is a file to keep it in; before there is any, the prices below it are
 * alone in force. The server is asked by a thread of its own, for a bounded time and size: whatever it does, nothing
 * waits for it. Safe for use by several threads.
 */
public final class PolledPrices implements Pricer, AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger("io.tallyspan");
    private static final String PLACE = "prices.url";

    /** After a failure the server is asked again sooner than it would be, but less and less so. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    /** Three words for what came of asking, the label of {@link Counter#PRICE_UPDATES}. */
    private static final String UPDATED = "updated";

    private static final String UNCHANGED = "unchanged";
    private static final String FAILED = "failed";

    private final PriceDownload download;
    private final long intervalNanos;
    private final PriceBook below;
    private final @Nullable PriceOverrides above;
    private final @Nullable SharedFile copy;
    private final Guard guard;
    private final Counters counters;
    private final Thread thread;

    private volatile PriceBook book;
    private volatile boolean closed;

    /** Of the polling thread. */
    private PriceDownload.Validators validators = PriceDownload.Validators.NONE;

    private long retryNanos = FIRST_RETRY.toNanos();
    private boolean failing;

    /**
     * Takes the copy that an earlier process has left, if there is one. Nothing is asked of the server before
     * {@link #start()}.
     *
     * @param interval how long to wait between two questions
     * @param below the prices that the list wins over
     * @param above prices that win over the list
     * @param copy where the last good list is kept; null for memory alone
     */
    public PolledPrices(
            PriceDownload download,
            Duration interval,
            PriceBook below,
            @Nullable PriceOverrides above,
            @Nullable SharedFile copy,
            Guard guard,
            Counters counters) {
        this.download = requireNonNull(download, "download");
        this.intervalNanos = interval.toNanos();
        this.below = requireNonNull(below, "below");
        this.above = above;
        this.copy = copy;
        this.guard = requireNonNull(guard, "guard");
        this.counters = requireNonNull(counters, "counters");
        this.book = with(null);
        this.thread = DaemonThreads.create("tallyspan-prices", this::poll);
        guard.run(PLACE, this::readCopy);
    }

    private PriceBook with(@Nullable PriceOverrides list) {
        PriceBook all = list == null ? below : below.withOverrides(list);
        return above == null ? all : all.withOverrides(above);
    }

    /** Begins to ask. To be called once. */
    public void start() {
        thread.start();
    }

    @Override
    public Priced price(Billable billable) {
        return book.price(billable);
    }

    @Override
    public @Nullable Cost priceCustom(Map<String, BigDecimal> quantities, long epochNanos) {
        return book.priceCustom(quantities, epochNanos);
    }

    /** Ends the asking, a question under way too. The prices stay in force. */
    @Override
    public void close() {
        closed = true;
        download.abort();
        LockSupport.unpark(thread);
    }

    private void readCopy() throws IOException {
        byte[] kept = copy == null ? null : copy.read(PriceDownload.MAX_BYTES + PriceDownload.Validators.MAX_BYTES);
        if (kept == null) {
            return;
        }
        try {
            PriceDownload.Listing listing = PriceDownload.Listing.decoded(kept);
            book = with(list(listing));
            validators = listing.validators();
        } catch (PriceListException e) {
            LOGGER.log(Level.WARNING, e, () -> "Tallyspan passes over a copy of the price list of " + download.shown());
        }
    }

    private PriceOverrides list(PriceDownload.Listing listing) {
        return PriceOverrides.read(listing.body(), download.shown());
    }

    private void poll() {
        while (!closed) {
            long wait = jittered(ask() ? intervalNanos : nextRetry());
            long until = System.nanoTime() + wait;
            for (long rest = wait; rest > 0 && !closed; rest = until - System.nanoTime()) {
                LockSupport.parkNanos(this, rest);
            }
        }
    }

    /** Whether the list in force is the server's. */
    private boolean ask() {
        Throwable failure;
        try {
            PriceDownload.Listing listing = download.ask(validators);
            if (listing == null) {
                counters.add(Counter.PRICE_UPDATES, UNCHANGED);
            } else {
                PriceOverrides list = list(listing);
                book = with(list);
                validators = listing.validators();
                counters.add(Counter.PRICE_UPDATES, UPDATED);
                keep(listing);
            }
            recovered();
            return true;
        } catch (IOException | PriceListException | OutOfMemoryError | StackOverflowError e) {
            failure = e;
        } catch (RuntimeException | LinkageError e) {
            guard.swallow(PLACE, e);
            failure = e;
        }
        if (!closed) {
            failed(failure);
        }
        return false;
    }

    private void keep(PriceDownload.Listing listing) {
        SharedFile file = copy;
        if (file != null) {
            guard.run(PLACE, () -> file.replace(listing.encoded()));
        }
    }

    private void recovered() {
        retryNanos = FIRST_RETRY.toNanos();
        if (failing) {
            failing = false;
            LOGGER.info(() -> "Tallyspan has the price list of " + download.shown() + " again");
        }
    }

    private void failed(Throwable failure) {
        counters.add(Counter.PRICE_UPDATES, FAILED);
        if (!failing) {
            failing = true;
            LOGGER.log(
                    Level.WARNING,
                    () -> "Tallyspan has no new price list: " + failure.getMessage()
                            + ". The prices that it has, of version " + book.version()
                            + ", stay in force, and it goes on asking; further failures are only counted");
        }
    }

    private long nextRetry() {
        long retry = Math.min(retryNanos, intervalNanos);
        retryNanos = Math.min(retryNanos * 2, intervalNanos);
        return retry;
    }

    /** Processes that were started together do not ask together for ever. */
    private static long jittered(long nanos) {
        long jitter = nanos / 10;
        return jitter == 0
                ? nanos
                : nanos - jitter + ThreadLocalRandom.current().nextLong(2 * jitter);
    }
}
