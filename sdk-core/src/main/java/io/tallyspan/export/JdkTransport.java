package io.tallyspan.export;

import static java.util.Objects.requireNonNull;

import io.tallyspan.config.OtlpSettings;
import io.tallyspan.runtime.OwnTraffic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends OTLP over HTTP with the JDK's client, for applications whose OpenTelemetry has no senders for others. As with
 * those, instrumentation is suppressed.
 */
final class JdkTransport implements Transport {

    private final OtlpSettings settings;
    private final ExecutorService executor;
    private final HttpClient client;

    JdkTransport(OtlpSettings settings, @Nullable TlsMaterial tls, ExecutorService executor) {
        this.settings = settings;
        this.executor = executor;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(SendLimits.connectTimeout(settings.timeout()));
        if (tls != null) {
            builder.sslContext(tls.context());
        }
        this.client = builder.build();
    }

    @Override
    public SendResult send(byte[] request) throws InterruptedException {
        Future<SendResult> answer;
        try {
            answer = executor.submit(() -> exchanged(request));
        } catch (RejectedExecutionException e) {
            return SendFailures.ofThrowable(e);
        }
        try {
            return answer.get(SendLimits.patience(settings.timeout()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return SendFailures.ofThrowable(e);
        } finally {
            answer.cancel(true); // one that drips gives its thread back
        }
    }

    private SendResult exchanged(byte[] request) {
        AtomicReference<SendResult> result = new AtomicReference<>();
        OwnTraffic.run(() -> result.set(exchange(request)));
        return requireNonNull(result.get());
    }

    private SendResult exchange(byte[] message) {
        try {
            HttpResponse<InputStream> response = client.send(request(message), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                int status = response.statusCode();
                return status >= 200 && status < 300
                        ? ExportAnswer.read(body.readNBytes(SendLimits.MAX_RESPONSE_BYTES))
                        : SendFailures.ofStatus(status);
            }
        } catch (IOException e) {
            return SendFailures.ofThrowable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SendFailures.ofThrowable(e);
        }
    }

    private HttpRequest request(byte[] message) throws IOException {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(settings.endpoint()).timeout(settings.timeout());
        settings.headers().forEach(builder::setHeader);
        builder.setHeader("Content-Type", "application/x-protobuf");
        if (settings.gzip()) {
            builder.setHeader("Content-Encoding", "gzip");
        }
        return builder.POST(BodyPublishers.ofByteArray(settings.gzip() ? gzip(message) : message))
                .build();
    }

    private static byte[] gzip(byte[] message) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(message);
        }
        return compressed.toByteArray();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
