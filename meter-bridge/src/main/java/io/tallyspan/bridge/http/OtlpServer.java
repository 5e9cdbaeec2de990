package io.tallyspan.bridge.http;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Receives OTLP over HTTP on the loopback interface. Safe for use by several threads. */
public final class OtlpServer implements AutoCloseable {

    /** Nobody beyond this machine reaches it: there is no token yet. */
    public static final String HOST = "127.0.0.1";

    private static final Logger LOGGER = Logger.getLogger(OtlpServer.class.getName());
    private static final long IDLE_MILLIS = 30_000;

    /** How long a kept-alive connection without a request holds up the end. */
    private static final long CLOSING_IDLE_MILLIS = 100;

    private static final long STOP_MILLIS = 10_000;
    private static final int HEADER_BYTES = 16 * 1024;

    /** Beyond the threads that work on requests: the selector, the acceptor, and those that answer 429. */
    private static final int MORE_THREADS = 32;

    private final Server server;
    private final ServerConnector connector;

    private OtlpServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Starts a server.
     *
     * @param port the port; 0 picks one
     * @throws IOException if the port cannot be had
     */
    public static OtlpServer start(int port, Commit ledger, ReceiverLimits limits, BridgeCounters counters)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(limits.concurrentRequests() + MORE_THREADS, 4);
        threads.setName("tallyspan-http");
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setIdleTimeout(IDLE_MILLIS);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setShutdownIdleTimeout(CLOSING_IDLE_MILLIS);
        server.addConnector(connector);
        OtlpHandler handler = new OtlpHandler(new TracesEndpoint(ledger, counters), limits, counters);
        server.setHandler(new GracefulHandler(handler));
        server.setErrorHandler(new FaultHandler());
        server.setStopTimeout(STOP_MILLIS);
        OtlpServer started = new OtlpServer(server, connector);
        try {
            server.start();
            return started;
        } catch (IOException e) {
            started.close();
            throw e;
        } catch (Exception e) {
            started.close();
            throw new IOException("the HTTP server does not start: " + e.getMessage(), e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Takes no new requests, answers those that it has, and stops. Twice is once. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOGGER.log(Level.WARNING, "the HTTP server did not stop cleanly", e);
        }
    }
}
