package io.tallyspan.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.tallyspan.config.OtlpSettings;
import io.tallyspan.config.TallyspanConfig;
import io.tallyspan.config.TallyspanConfigException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class TransportsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    /** What carries exports: with any OpenTelemetry of late, and without its senders. */
    private enum Kind {
        SENDERS,
        JDK
    }

    private static OtlpSettings settings(Map<String, String> settings) {
        return TallyspanConfig.builder()
                .systemProperties(settings)
                .environment(Map.of())
                .build()
                .otlp();
    }

    private static Transport open(Map<String, String> settings) {
        return Transports.open(settings(settings));
    }

    private static Transport open(Kind kind, Map<String, String> settings) {
        OtlpSettings otlp = settings(settings);
        return kind == Kind.SENDERS
                ? Transports.open(otlp)
                : Transports.withoutSenders(otlp, TlsMaterial.of(otlp), Transports.executor());
    }

    @ParameterizedTest
    @EnumSource
    void certificatesAndClientKeysReachTheConnection(Kind kind, @TempDir Path folder) throws Exception {
        KeyStore store = selfSigned(folder.resolve("keys.p12"));
        Path certificate = pem(
                folder.resolve("cert.pem"),
                "CERTIFICATE",
                store.getCertificate("key").getEncoded());
        Path key = pem(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                store.getKey("key", PASSWORD).getEncoded());
        HttpsServer server = serverThatDemandsAClientCertificate(store);
        try {
            String url = "https://127.0.0.1:" + server.getAddress().getPort();
            assertThat(send(kind, Map.of("otel.exporter.otlp.endpoint", url)))
                    .isInstanceOfSatisfying(
                            SendResult.Refused.class,
                            refused -> assertThat(refused.cause()).isEqualTo("tls"));
            assertThat(send(
                            kind,
                            Map.of(
                                    "otel.exporter.otlp.endpoint",
                                    url,
                                    "otel.exporter.otlp.certificate",
                                    certificate.toString(),
                                    "otel.exporter.otlp.client.certificate",
                                    certificate.toString(),
                                    "otel.exporter.otlp.client.key",
                                    key.toString())))
                    .isEqualTo(new SendResult.Accepted(""));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void filesThatAreNoPemSayWhatTheyShouldBe(@TempDir Path folder) throws Exception {
        KeyStore store = selfSigned(folder.resolve("keys.p12"));
        Path certificate = pem(
                folder.resolve("cert.pem"),
                "CERTIFICATE",
                store.getCertificate("key").getEncoded());
        assertThatThrownBy(() -> open(Map.of("otel.exporter.otlp.certificate", folder + "/absent.pem")))
                .isInstanceOf(TallyspanConfigException.class)
                .hasMessageContaining("absent.pem");
        assertThatThrownBy(() -> open(Map.of(
                        "otel.exporter.otlp.client.certificate",
                        certificate.toString(),
                        "otel.exporter.otlp.client.key",
                        certificate.toString())))
                .hasMessageContaining("BEGIN PRIVATE KEY")
                .hasMessageContaining("openssl pkcs8");
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownHostIsARefusal(Kind kind) throws Exception {
        assertThat(send(kind, Map.of("otel.exporter.otlp.endpoint", "http://nobody.invalid:4318")))
                .isInstanceOfSatisfying(
                        SendResult.Refused.class,
                        refused -> assertThat(refused.cause()).isEqualTo("dns"));
    }

    @ParameterizedTest
    @EnumSource
    void requestsArriveWholeAndAnswersAreRead(Kind kind) throws Exception {
        AtomicReference<String> received = new AtomicReference<>();
        byte[] partial = ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(2)
                        .setErrorMessage("no"))
                .build()
                .toByteArray();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            Headers headers = exchange.getRequestHeaders();
            InputStream body = "gzip".equals(headers.getFirst("Content-Encoding"))
                    ? new GZIPInputStream(exchange.getRequestBody())
                    : exchange.getRequestBody();
            String text = new String(body.readAllBytes(), UTF_8);
            received.set(headers.getFirst("Content-Type") + " " + headers.getFirst("x-key") + " " + text);
            byte[] answer = text.equals("partly") ? partial : new byte[0];
            exchange.sendResponseHeaders(text.equals("forbidden") ? 403 : 200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        for (String compression : List.of("none", "gzip")) {
            Transport transport = open(
                    kind,
                    Map.of(
                            "otel.exporter.otlp.endpoint",
                            url,
                            "otel.exporter.otlp.headers",
                            "x-key=secret",
                            "otel.exporter.otlp.compression",
                            compression));
            assertThat(transport.send("all".getBytes(UTF_8))).isEqualTo(new SendResult.Accepted(""));
            assertThat(received).hasValue("application/x-protobuf secret all");
            assertThat(transport.send("partly".getBytes(UTF_8))).isEqualTo(new SendResult.PartlyRejected(2, "no"));
            assertThat(transport.send("forbidden".getBytes(UTF_8))).isInstanceOf(SendResult.Refused.class);
            transport.close();
        }
        server.stop(0);

        Transport nobody = open(kind, Map.of("otel.exporter.otlp.endpoint", url));
        assertThat(nobody.send(new byte[0]))
                .isInstanceOfSatisfying(
                        SendResult.Unavailable.class,
                        unavailable -> assertThat(unavailable.cause()).isEqualTo("connect"));
        nobody.close();
    }

    @ParameterizedTest
    @EnumSource
    void nobodyWaitsForAnAnswerThatDrips(Kind kind) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            awaitQuietly(end);
            exchange.close();
        });
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        Transport transport = open(
                kind,
                Map.of(
                        "otel.exporter.otlp.endpoint",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "otel.exporter.otlp.timeout",
                        "100"));
        assertThat(transport.send(new byte[0]))
                .isInstanceOfSatisfying(
                        SendResult.Unavailable.class,
                        unavailable -> assertThat(unavailable.cause()).isEqualTo("timeout"));
        end.countDown();
        transport.close();
        server.stop(0);
    }

    @Test
    void withoutSendersThereIsNoGrpc() {
        OtlpSettings grpc = settings(Map.of("otel.exporter.otlp.protocol", "grpc"));

        assertThatThrownBy(() -> Transports.withoutSenders(grpc, null, Transports.executor()))
                .isInstanceOf(TallyspanConfigException.class)
                .hasMessageContaining("http/protobuf");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void grpcStatusesMeanWhatTheirHttpCounterpartsMean() throws Exception {
        byte[] partial = ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(2)
                        .setErrorMessage("no"))
                .build()
                .toByteArray();
        assertThat(grpc(GrpcStatusCode.OK, new byte[0])).isEqualTo(new SendResult.Accepted(""));
        assertThat(grpc(GrpcStatusCode.OK, partial)).isEqualTo(new SendResult.PartlyRejected(2, "no"));
        assertThat(grpc(GrpcStatusCode.INVALID_ARGUMENT, new byte[0])).isInstanceOf(SendResult.Unacceptable.class);
        assertThat(grpc(GrpcStatusCode.UNAUTHENTICATED, new byte[0])).isInstanceOf(SendResult.Refused.class);
        assertThat(grpc(GrpcStatusCode.RESOURCE_EXHAUSTED, new byte[0])).isInstanceOf(SendResult.Unavailable.class);
        assertThat(grpc(GrpcStatusCode.UNAVAILABLE, new byte[0])).isInstanceOf(SendResult.Unavailable.class);
    }

    @Test
    void anAnswerThatIsNoExportResponseIsTakenForTheStatusAlone() {
        byte[] page = "<html>\u0000 it works".getBytes(UTF_8);
        for (int length = 0; length <= page.length; length++) {
            assertThat(ExportAnswer.read(Arrays.copyOf(page, length))).isEqualTo(new SendResult.Accepted(""));
        }
    }

    private static SendResult send(Kind kind, Map<String, String> settings) throws Exception {
        Transport transport = open(kind, settings);
        try {
            return transport.send(new byte[0]);
        } finally {
            transport.close();
        }
    }

    private static SendResult grpc(GrpcStatusCode status, byte[] message) throws Exception {
        GrpcSender sender = new GrpcSender() {
            @Override
            public void send(
                    MessageWriter messageWriter, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
                onResponse.accept(new GrpcResponse() {
                    @Override
                    public GrpcStatusCode getStatusCode() {
                        return status;
                    }

                    @Override
                    public String getStatusDescription() {
                        return "";
                    }

                    @Override
                    public byte[] getResponseMessage() {
                        return message;
                    }
                });
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
        Transport transport = SenderTransport.grpc(sender, Executors.newSingleThreadExecutor(), Duration.ofSeconds(1));
        try {
            return transport.send(new byte[0]);
        } finally {
            transport.close();
        }
    }

    private static KeyStore selfSigned(Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }

        store.setCertificateEntry("trusted", store.getCertificate("key"));
        return store;
    }

    private static Path pem(Path file, String label, byte[] der) throws Exception {
        return Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                        + "-----\n");
    }

    private static HttpsServer serverThatDemandsAClientCertificate(KeyStore store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters demanding = getSSLContext().getDefaultSSLParameters();
                demanding.setNeedClientAuth(true);
                parameters.setSSLParameters(demanding);
            }
        });
        server.createContext("/v1/traces", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
