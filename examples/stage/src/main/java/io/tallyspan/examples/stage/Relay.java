package io.tallyspan.examples.stage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands where a collector stands: takes OTLP over HTTP and hands it to the bridge. Like a collector whose
 * acknowledgement was lost, it can deliver everything a second time, byte for byte.
 */
public final class Relay implements AutoCloseable {

    private static final List<String> HEADERS = List.of("Content-Type", "Content-Encoding");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI bridge;
    private final HttpServer server;
    private final ExecutorService threads;
    private final List<HttpRequest> delivered = new ArrayList<>();

    private Relay(URI bridge, HttpServer server, ExecutorService threads) {
        this.bridge = bridge;
        this.server = server;
        this.threads = threads;
    }

    /** A relay on a free loopback port. */
    public static Relay start(URI bridge) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "relay");
            thread.setDaemon(true);
            return thread;
        });
        Relay relay = new Relay(bridge, server, threads);
        server.createContext("/v1/traces", relay::forward);
        server.setExecutor(threads);
        server.start();
        return relay;
    }

    /** What {@code otel.exporter.otlp.endpoint} has to say. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder forwarded = HttpRequest.newBuilder(bridge.resolve("/v1/traces"))
                    .POST(BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            for (String name : HEADERS) {
                String value = exchange.getRequestHeaders().getFirst(name);
                if (value != null) {
                    forwarded.header(name, value);
                }
            }
            HttpRequest export = forwarded.build();
            HttpResponse<byte[]> answer = send(export);
            if (answer.statusCode() == 200) {
                synchronized (delivered) {
                    delivered.add(export);
                }
            }
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Delivers everything that was delivered once more; gives the number of requests. */
    public int redeliver() throws IOException {
        List<HttpRequest> again;
        synchronized (delivered) {
            again = List.copyOf(delivered);
        }
        for (HttpRequest export : again) {
            HttpResponse<byte[]> answer = send(export);
            if (answer.statusCode() != 200) {
                throw new IOException("the bridge answered " + answer.statusCode() + " to a redelivered export");
            }
        }
        return again.size();
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the bridge was asked", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
