package io.tallyspan.export;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** A real OTLP/HTTP receiver that answers as the test says and keeps what it took. */
final class OtlpReceiver implements AutoCloseable {

    /** An answer: status, and how many spans a 200 rejects. */
    record Answer(int status, long rejected) {
        static final Answer OK = new Answer(200, 0);
    }

    record Seen(String path, Map<String, List<String>> headers, ExportTraceServiceRequest request, int answered) {
        List<Span> spans() {
            return request.getResourceSpansList().stream()
                    .flatMap(resource -> resource.getScopeSpansList().stream())
                    .flatMap(scope -> scope.getSpansList().stream())
                    .toList();
        }
    }

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private volatile Function<ExportTraceServiceRequest, Answer> script = request -> Answer.OK;

    private OtlpReceiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    static OtlpReceiver start() throws IOException {
        return new OtlpReceiver(0);
    }

    static OtlpReceiver startAt(int port) throws IOException {
        return new OtlpReceiver(port);
    }

    void answer(Function<ExportTraceServiceRequest, Answer> answers) {
        script = answers;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** The spans of requests that were answered with a 2xx. */
    List<Span> taken() {
        return seen.stream()
                .filter(request -> request.answered() < 300)
                .flatMap(request -> request.spans().stream())
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream raw = exchange.getRequestBody();
                InputStream body = gzip ? new GZIPInputStream(raw) : raw) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
            Answer answer = script.apply(request);
            seen.add(new Seen(
                    exchange.getRequestURI().getPath(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    request,
                    answer.status()));
            ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
            if (answer.rejected() > 0) {
                response.getPartialSuccessBuilder()
                        .setRejectedSpans(answer.rejected())
                        .setErrorMessage("not these");
            }
            byte[] bytes = answer.status() < 300 ? response.build().toByteArray() : new byte[0];
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            if (answer.status() == 503) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
