package io.tallyspan.conformance;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.jdkhttp.TallyspanHttpClient;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitRequests;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** {@code java.net.http} as people use it: strings, futures, streams. */
final class JdkKitClient implements KitClient {

    private final ClientSetup setup;
    private final HttpClient client;

    JdkKitClient(ClientSetup setup) {
        this.setup = setup;
        HttpClient bare =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        IOException failure = setup.failure();
        HttpClient wrapped = failure == null ? bare : new Failing(bare, failure);
        boolean innermost = true;
        for (Tallyspan layer : setup.layers()) {
            wrapped = TallyspanHttpClient.create(layer)
                    .wrap(setup.handleLost() && !innermost ? new Rootless(wrapped) : wrapped);
            innermost = false;
        }
        client = wrapped;
    }

    /** Loses the context on the way. */
    private static final class Rootless extends ForwardingHttpClient {

        Rootless(HttpClient client) {
            super(client);
        }

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
                throws IOException, InterruptedException {
            try (Scope scope = Context.root().makeCurrent()) {
                return super.send(request, handler);
            }
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, HttpResponse.BodyHandler<T> handler) {
            try (Scope scope = Context.root().makeCurrent()) {
                return super.sendAsync(request, handler);
            }
        }
    }

    private static final class Failing extends ForwardingHttpClient {

        private final IOException failure;

        Failing(HttpClient client, IOException failure) {
            super(client);
            this.failure = failure;
        }

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
            throw failure;
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, HttpResponse.BodyHandler<T> handler) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private HttpRequest request(String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(setup.url().resolve(path))
                .timeout(setup.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        setup.headers().forEach(request::header);
        return request.build();
    }

    private HttpRequest chatRequest(String prompt) {
        return request(KitRequests.chatPath(setup.dialect()), KitRequests.chat(setup.dialect(), prompt));
    }

    @Override
    public String chat(String prompt) throws Exception {
        HttpResponse<String> response = client.send(chatRequest(prompt), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 400) {
            throw new IOException("HTTP " + response.statusCode());
        }
        return response.body();
    }

    /** The library's own future, so that cancelling it is what the library makes of it. */
    @Override
    public CompletableFuture<String> chatAsync(String prompt) {
        return client.sendAsync(chatRequest(prompt), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> {
                    if (response.statusCode() >= 400) {
                        throw new IllegalStateException("HTTP " + response.statusCode());
                    }
                    return response.body();
                });
    }

    @Override
    public void stream(String prompt, Chunks chunks) throws Exception {
        String body = KitRequests.stream(setup.dialect(), prompt, setup.streamUsage());
        HttpResponse<InputStream> response = client.send(
                request(KitRequests.chatPath(setup.dialect()), body), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() >= 400) {
                throw new IOException("HTTP " + response.statusCode() + ", " + in.readAllBytes().length + " bytes");
            }
            byte[] piece = new byte[8_192];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                if (!chunks.next(new String(piece, 0, n, StandardCharsets.ISO_8859_1))) {
                    return;
                }
            }
        }
    }

    @Override
    public void embed(String input) throws Exception {
        HttpResponse<String> unused = client.send(
                request(KitRequests.EMBEDDINGS_PATH, KitRequests.embeddings(input)),
                HttpResponse.BodyHandlers.ofString());
    }
}
