package io.tallyspan.testing.kit;

import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The simplest integration there could be: {@link HttpURLConnection}, observed by hand. It proves that the kit can be
 * passed, and, with a {@link Defect}, that it can be failed.
 */
final class UrlConnectionClient implements KitClient {

    static {
        // The JDK would send a POST again after a reset, unseen by anybody.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final ClientSetup setup;
    private final boolean marksRetries;
    private final Set<Defect> defects;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    UrlConnectionClient(ClientSetup setup, boolean marksRetries, Set<Defect> defects) {
        this.setup = setup;
        this.marksRetries = marksRetries;
        this.defects = defects;
    }

    @Override
    public String chat(String prompt) throws Exception {
        String body = KitRequests.chat(setup.dialect(), prompt);
        return whole(
                Request.post(KitRequests.chatPath(setup.dialect()), body), Context.current(), new AtomicReference<>());
    }

    @Override
    public CompletableFuture<String> chatAsync(String prompt) {
        Context caller = Context.current();
        AtomicReference<@Nullable Observation> underWay = new AtomicReference<>();
        CompletableFuture<String> answer = new CompletableFuture<>();
        String body = KitRequests.chat(setup.dialect(), prompt);
        threads.execute(() -> {
            try {
                Context context = defects.contains(Defect.LATE_ATTRIBUTION) ? Context.current() : caller;
                answer.complete(whole(Request.post(KitRequests.chatPath(setup.dialect()), body), context, underWay));
            } catch (Throwable t) {
                answer.completeExceptionally(t);
            }
        });
        var unused = answer.whenComplete((value, error) -> {
            Observation open = underWay.get();
            if (answer.isCancelled() && open != null) {
                open.cancel();
            }
        });
        return answer;
    }

    @Override
    public void stream(String prompt, Chunks chunks) throws Exception {
        String body = KitRequests.stream(setup.dialect(), prompt, setup.streamUsage());
        exchange(
                Request.post(KitRequests.chatPath(setup.dialect()), body),
                Context.current(),
                new AtomicReference<>(),
                in -> {
                    byte[] buffer = new byte[8_192];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        if (!chunks.next(new String(buffer, 0, n, StandardCharsets.ISO_8859_1))) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    @Override
    public void embed(String input) throws Exception {
        String body = KitRequests.embeddings(input);
        String unused =
                whole(Request.post(KitRequests.EMBEDDINGS_PATH, body), Context.current(), new AtomicReference<>());
    }

    @Override
    public String send(String method, String path, @Nullable String body) throws Exception {
        return whole(new Request(method, path, body == null ? "" : body), Context.current(), new AtomicReference<>());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private record Request(String method, String path, String body) {
        static Request post(String path, String body) {
            return new Request("POST", path, body);
        }
    }

    /** Reads a body; false if it stopped before the end. */
    private interface Body {
        boolean read(InputStream in) throws IOException;
    }

    private String whole(Request request, Context context, AtomicReference<@Nullable Observation> underWay)
            throws IOException {
        StringBuilder text = new StringBuilder();
        exchange(request, context, underWay, in -> {
            text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return true;
        });
        return text.toString();
    }

    private void exchange(Request request, Context context, AtomicReference<@Nullable Observation> underWay, Body body)
            throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                attempt(request, context, attempt, underWay, body);
                return;
            } catch (Refused | SocketException e) {
                if (attempt == setup.retries()) {
                    throw e;
                }
            }
        }
    }

    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(int status) {
            super("HTTP " + status);
        }
    }

    private void attempt(
            Request request, Context context, int number, AtomicReference<@Nullable Observation> underWay, Body body)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept-Encoding", "gzip");
        if (marksRetries) {
            headers.put("X-Stainless-Retry-Count", Integer.toString(number));
        }
        headers.putAll(setup.headers());
        URI url = setup.url().resolve(request.path());
        if (defects.contains(Defect.ADDS_HEADER) && !setup.layers().isEmpty()) {
            headers.put("X-Observed-By", "somebody");
        }
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        Observation observation = observe(request.method(), url, headers, context, connection);
        underWay.set(observation);
        try {
            byte[] bytes = request.body().getBytes(StandardCharsets.UTF_8);
            send(connection, request.method(), headers, bytes, observation);
            receive(connection, observation, body);
        } catch (Throwable t) {
            observation.failed(t);
            if (defects.contains(Defect.WRAPS_EXCEPTIONS) && !setup.layers().isEmpty()) {
                throw new IOException("observed", t);
            }
            throw t;
        }
    }

    private void send(
            HttpURLConnection connection,
            String method,
            Map<String, String> headers,
            byte[] body,
            Observation observation)
            throws IOException {
        headers.forEach(connection::setRequestProperty);
        connection.setConnectTimeout((int) setup.timeout().toMillis());
        connection.setReadTimeout((int) setup.timeout().toMillis());
        connection.setRequestMethod(method);
        connection.setDoOutput(method.equals("POST"));
        observation.body(body, defects.contains(Defect.SENT_TOO_EARLY));
        IOException failure = setup.failure();
        if (failure != null) {
            throw failure;
        }
        connection.connect();
        if (method.equals("POST")) {
            connection.getOutputStream().write(body);
            connection.getOutputStream().close();
        }
        observation.sent();
    }

    private void receive(HttpURLConnection connection, Observation observation, Body body) throws IOException {
        int status = connection.getResponseCode();
        observation.head(status, connection);
        InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        InputStream observed = observation.tee(stream == null ? InputStream.nullInputStream() : stream);
        InputStream decoded = "gzip".equals(connection.getContentEncoding()) ? new GZIPInputStream(observed) : observed;
        if (defects.contains(Defect.READS_AHEAD)) {
            decoded = new ByteArrayInputStream(decoded.readAllBytes());
        }
        if (status >= 400) {
            decoded.readAllBytes();
            observation.end();
            throw new Refused(status);
        }
        boolean whole = body.read(decoded);
        if (whole) {
            observed.readAllBytes();
            observation.end();
        } else {
            connection.disconnect();
            observation.closed();
        }
    }

    private Observation observe(
            String method, URI url, Map<String, String> headers, Context context, HttpURLConnection connection) {
        RequestTarget target = new RequestTarget(
                method, url.getScheme(), url.getHost(), url.getPort(), url.getPath(), new MapHeaders(headers));
        Observation observation = new Observation(connection, defects);
        Context inner = context;
        for (int i = setup.layers().size() - 1; i >= 0; i--) {
            Tallyspan layer = setup.layers().get(i);
            Context seen = observation.begin(layer, target, inner);
            boolean handleLost = setup.handleLost() || defects.contains(Defect.HIDES_HANDLE);
            inner = handleLost ? context : seen;
        }
        return observation;
    }

    private record MapHeaders(Map<String, String> map) implements Headers {

        @Override
        public @Nullable String first(String name) {
            for (Map.Entry<String, String> header : map.entrySet()) {
                if (header.getKey().equalsIgnoreCase(name)) {
                    return header.getValue();
                }
            }
            return null;
        }

        @Override
        public void forEach(BiConsumer<String, String> consumer) {
            map.forEach(consumer);
        }
    }
}
