package io.tallyspan.bridge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/** Posts to a bridge as an exporter would. */
final class Sender {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI traces;

    Sender(URI traces) {
        this.traces = traces;
    }

    static Sender to(Bridge bridge) {
        return new Sender(bridge.tracesEndpoint());
    }

    HttpResponse<byte[]> post(TestSpan... spans) throws IOException, InterruptedException {
        return post(TestSpan.request(spans));
    }

    HttpResponse<byte[]> post(byte[] body) throws IOException, InterruptedException {
        return send(request().header("Content-Type", "application/x-protobuf"), body);
    }

    HttpResponse<byte[]> postZipped(byte[] body) throws IOException, InterruptedException {
        return postEncoded("gzip", gzip(body));
    }

    HttpResponse<byte[]> postEncoded(String encoding, byte[] body) throws IOException, InterruptedException {
        return send(
                request().header("Content-Type", "application/x-protobuf").header("Content-Encoding", encoding), body);
    }

    HttpRequest.Builder request() {
        return HttpRequest.newBuilder(traces).timeout(Duration.ofSeconds(60));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request, byte[] body) throws IOException, InterruptedException {
        return client.send(request.POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    }

    static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(body);
        }
        return zipped.toByteArray();
    }
}
