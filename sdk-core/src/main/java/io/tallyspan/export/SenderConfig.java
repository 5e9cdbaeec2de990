package io.tallyspan.export;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.tallyspan.config.OtlpSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What OpenTelemetry's senders are told, for HTTP and for gRPC. Without a retry policy: a sender's own retries give up
 * after a few, and would hide from us what the receiver says.
 */
final class SenderConfig implements HttpSenderConfig, GrpcSenderConfig {

    private final OtlpSettings settings;
    private final @Nullable TlsMaterial tls;
    private final ExecutorService executor;
    private final Map<String, List<String>> headers;

    SenderConfig(OtlpSettings settings, @Nullable TlsMaterial tls, ExecutorService executor) {
        this.settings = settings;
        this.tls = tls;
        this.executor = executor;
        this.headers = settings.headers().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, header -> List.of(header.getValue())));
    }

    @Override
    public URI getEndpoint() {
        return settings.endpoint();
    }

    @Override
    public String getContentType() {
        return "application/x-protobuf";
    }

    @Override
    public String getFullMethodName() {
        return "opentelemetry.proto.collector.trace.v1.TraceService/Export";
    }

    @Override
    public @Nullable Compressor getCompressor() {
        return settings.gzip() ? Gzip.INSTANCE : null;
    }

    @Override
    public Duration getTimeout() {
        return settings.timeout();
    }

    @Override
    public Duration getConnectTimeout() {
        return SendLimits.connectTimeout(settings.timeout());
    }

    @Override
    public Supplier<Map<String, List<String>>> getHeadersSupplier() {
        return () -> headers;
    }

    @Override
    public @Nullable ProxyOptions getProxyOptions() {
        return null;
    }

    @Override
    public @Nullable RetryPolicy getRetryPolicy() {
        return null;
    }

    @Override
    public @Nullable SSLContext getSslContext() {
        return tls == null ? null : tls.context();
    }

    @Override
    public @Nullable X509TrustManager getTrustManager() {
        return tls == null ? null : tls.trustManager();
    }

    @Override
    public ExecutorService getExecutorService() {
        return executor;
    }

    @Override
    public long getMaxResponseBodySize() {
        return SendLimits.MAX_RESPONSE_BYTES;
    }

    @Override
    public List<String> getEnabledProtocols() {
        return HttpSenderConfig.super.getEnabledProtocols();
    }

    private enum Gzip implements Compressor {
        INSTANCE;

        @Override
        public String getEncoding() {
            return "gzip";
        }

        @Override
        public OutputStream compress(OutputStream outputStream) throws IOException {
            return new GZIPOutputStream(outputStream);
        }
    }
}
