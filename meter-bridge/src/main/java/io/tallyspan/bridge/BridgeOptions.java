package io.tallyspan.bridge;

import static java.util.Objects.requireNonNull;

import io.tallyspan.bridge.http.ReceiverLimits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a bridge runs. Immutable; start with {@link #in}.
 *
 * @param dataDirectory where the ledger is; made if absent
 * @param httpPort the port of OTLP over HTTP on the loopback interface; 0 picks one
 * @param maxBodyBytes the size of a request's body after decompression. A sender drops what is refused for its size, so
 *     keep it well above the batches of the collector in front
 * @param maxConcurrentRequests requests beyond this are answered 429 and come again
 * @param maxLedgerBytes the size beyond which the ledger refuses to grow, and requests are answered 503; 0 for none
 * @param commitTimeout how long a request waits to be committed before it is answered 503; below the sender's timeout
 * @param bodyTimeout how long a body may take to arrive
 */
public record BridgeOptions(
        Path dataDirectory,
        int httpPort,
        long maxBodyBytes,
        int maxConcurrentRequests,
        long maxLedgerBytes,
        Duration commitTimeout,
        Duration bodyTimeout) {

    /** The port that OTLP over HTTP has. */
    public static final int DEFAULT_HTTP_PORT = 4318;

    private static final long DEFAULT_BODY_BYTES = 64L << 20;
    private static final int DEFAULT_REQUESTS = 128;
    private static final Duration DEFAULT_COMMIT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration DEFAULT_BODY_TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_PORT = 65_535;

    /** Checks the arguments. */
    public BridgeOptions {
        requireNonNull(dataDirectory, "dataDirectory");
        requireNonNull(commitTimeout, "commitTimeout");
        requireNonNull(bodyTimeout, "bodyTimeout");
        if (httpPort < 0 || httpPort > MAX_PORT) {
            throw new IllegalArgumentException("httpPort is not from 0 to " + MAX_PORT + ": " + httpPort);
        }
        if (maxBodyBytes < 1 || maxBodyBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("maxBodyBytes is not from 1 to 2 GiB: " + maxBodyBytes);
        }
        if (maxConcurrentRequests < 1) {
            throw new IllegalArgumentException("maxConcurrentRequests is not positive: " + maxConcurrentRequests);
        }
        if (maxLedgerBytes < 0) {
            throw new IllegalArgumentException("maxLedgerBytes is negative: " + maxLedgerBytes);
        }
    }

    /** The defaults, with the ledger in {@code dataDirectory}. */
    public static BridgeOptions in(Path dataDirectory) {
        return new BridgeOptions(
                dataDirectory,
                DEFAULT_HTTP_PORT,
                DEFAULT_BODY_BYTES,
                DEFAULT_REQUESTS,
                0,
                DEFAULT_COMMIT_TIMEOUT,
                DEFAULT_BODY_TIMEOUT);
    }

    /** These options with another {@link #httpPort}. */
    public BridgeOptions withHttpPort(int port) {
        return new BridgeOptions(
                dataDirectory, port, maxBodyBytes, maxConcurrentRequests, maxLedgerBytes, commitTimeout, bodyTimeout);
    }

    /** These options with another {@link #maxBodyBytes}. */
    public BridgeOptions withMaxBodyBytes(long bytes) {
        return new BridgeOptions(
                dataDirectory, httpPort, bytes, maxConcurrentRequests, maxLedgerBytes, commitTimeout, bodyTimeout);
    }

    /** These options with another {@link #maxConcurrentRequests}. */
    public BridgeOptions withMaxConcurrentRequests(int requests) {
        return new BridgeOptions(
                dataDirectory, httpPort, maxBodyBytes, requests, maxLedgerBytes, commitTimeout, bodyTimeout);
    }

    /** These options with another {@link #maxLedgerBytes}. */
    public BridgeOptions withMaxLedgerBytes(long bytes) {
        return new BridgeOptions(
                dataDirectory, httpPort, maxBodyBytes, maxConcurrentRequests, bytes, commitTimeout, bodyTimeout);
    }

    /** What the receiver takes: all bodies in flight together may fill a quarter of the heap. */
    ReceiverLimits limits() {
        long inFlight = Math.max(maxBodyBytes, Runtime.getRuntime().maxMemory() / 4);
        return new ReceiverLimits(maxBodyBytes, maxConcurrentRequests, inFlight, bodyTimeout);
    }
}
