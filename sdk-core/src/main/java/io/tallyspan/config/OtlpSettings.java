package io.tallyspan.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the collector, by OpenTelemetry's own settings; those for traces win over the general ones.
 *
 * @param protocol the transport
 * @param endpoint the whole URL of an export request; for gRPC scheme, host and port
 * @param headers headers of every request, by name
 * @param gzip whether requests are compressed
 * @param timeout the most time one request may take
 * @param certificate certificates to trust, PEM; null for the platform's
 * @param clientCertificate the client's certificate chain, PEM; null without mTLS
 * @param clientKey the client's private key, PKCS#8 PEM; null without mTLS
 */
public record OtlpSettings(
        OtlpProtocol protocol,
        URI endpoint,
        Map<String, String> headers,
        boolean gzip,
        Duration timeout,
        @Nullable Path certificate,
        @Nullable Path clientCertificate,
        @Nullable Path clientKey) {

    /** Checks the arguments and copies the headers. */
    public OtlpSettings {
        requireNonNull(protocol, "protocol");
        requireNonNull(endpoint, "endpoint");
        headers = Map.copyOf(headers);
        requireNonNull(timeout, "timeout");
        if ((clientCertificate == null) != (clientKey == null)) {
            throw new TallyspanConfigException("a client certificate and a client key go together: set both "
                    + Setting.OTLP_CLIENT_CERTIFICATE.key() + " and " + Setting.OTLP_CLIENT_KEY.key());
        }
    }

    /** Everything but the values of headers, which often are secrets. */
    @Override
    public String toString() {
        return "OtlpSettings[" + protocol + " " + endpoint + ", headers=" + headers.keySet() + ", gzip=" + gzip
                + ", timeout=" + timeout + ", certificate=" + certificate + ", clientCertificate=" + clientCertificate
                + "]";
    }
}
