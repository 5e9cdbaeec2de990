package io.tallyspan.bridge;

import io.tallyspan.bridge.http.BridgeCounters;
import io.tallyspan.bridge.http.OtlpServer;
import io.tallyspan.bridge.ledger.Ledger;
import io.tallyspan.bridge.report.Report;
import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.runtime.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A running bridge: receives usage over OTLP and commits it to the ledger before it answers. Safe for use by several
 * threads.
 *
 * <pre>{@code
 * try (Bridge bridge = Bridge.start(BridgeOptions.in(directory).withHttpPort(0))) {
 *     // export to bridge.tracesEndpoint() ...
 *     Report report = bridge.report(ReportQuery.by("customer", "model"));
 * }
 * }</pre>
 */
public final class Bridge implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(Bridge.class.getName());

    private final Path dataDirectory;
    private final DataDirectory lock;
    private final Ledger ledger;
    private final OtlpServer server;
    private final BridgeCounters counters;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean closing;

    private Bridge(Path dataDirectory, DataDirectory lock, Ledger ledger, OtlpServer server, BridgeCounters counters) {
        this.dataDirectory = dataDirectory;
        this.lock = lock;
        this.ledger = ledger;
        this.server = server;
        this.counters = counters;
    }

    /**
     * Starts a bridge; when this returns it receives.
     *
     * @throws IOException if the directory or the port cannot be had, or the ledger cannot be opened; the message is
     *     for people
     */
    public static Bridge start(BridgeOptions options) throws IOException {
        DataDirectory lock = DataDirectory.lock(options.dataDirectory());
        try {
            return start(options, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Bridge start(BridgeOptions options, DataDirectory lock) throws IOException {
        Ledger ledger;
        try {
            ledger = Ledger.open(
                    options.dataDirectory(), options.maxLedgerBytes(), options.commitTimeout(), TimeSource.system());
        } catch (SQLException e) {
            throw new IOException("cannot open the ledger in " + options.dataDirectory() + ": " + e.getMessage(), e);
        }
        BridgeCounters counters = new BridgeCounters();
        try {
            OtlpServer server = OtlpServer.start(options.httpPort(), ledger::commit, options.limits(), counters);
            return new Bridge(options.dataDirectory(), lock, ledger, server, counters);
        } catch (IOException e) {
            ledger.close();
            throw new IOException(
                    "cannot listen on " + OtlpServer.HOST + ":" + options.httpPort() + ": " + e.getMessage()
                            + "; is another bridge or collector there? Use another --http-port, 0 picks one",
                    e);
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /** The port of OTLP over HTTP. */
    public int httpPort() {
        return server.port();
    }

    /** What to give to an exporter as {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
    public URI endpoint() {
        return URI.create("http://" + OtlpServer.HOST + ":" + httpPort());
    }

    /** What to give to an exporter as {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT}. */
    public URI tracesEndpoint() {
        return endpoint().resolve("/v1/traces");
    }

    /** What was received since the start. */
    public BridgeCounters counters() {
        return counters;
    }

    /**
     * Asks the ledger. Everything that was answered 200 before is in the report.
     *
     * @throws IOException if the ledger cannot be read
     */
    public Report report(ReportQuery query) throws IOException {
        return Report.of(dataDirectory, query);
    }

    /** Waits until the bridge is closed. */
    void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /** Takes no new requests, commits and answers those that it has, and closes the ledger. Twice is once. */
    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        server.close();
        ledger.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot unlock " + dataDirectory, e);
        }
        LOGGER.info(() -> "stopped; since the start: " + counters);
        closed.countDown();
    }
}
