package io.tallyspan.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads OpenTelemetry's own settings as its specification says: the exporter's (those for traces win over the general
 * ones; the general endpoint is a base URL, the one for traces is taken as it is) and the resource's.
 */
final class OtlpSettingsReader {

    private static final String SERVICE_NAME = "service.name";
    private static final String ENVIRONMENT_NAME = "deployment.environment.name";

    private enum Compression {
        GZIP,
        NONE
    }

    private final SettingReader reader;

    OtlpSettingsReader(SettingReader reader) {
        this.reader = reader;
    }

    OtlpSettings exporter() {
        OtlpProtocol protocol = protocol();
        Setting compression = reader.preferred(Setting.OTLP_TRACES_COMPRESSION, Setting.OTLP_COMPRESSION);
        return new OtlpSettings(
                protocol,
                endpoint(protocol),
                reader.encodedPairs(reader.preferred(Setting.OTLP_TRACES_HEADERS, Setting.OTLP_HEADERS)),
                reader.choice(compression, Compression.class) == Compression.GZIP,
                reader.duration(reader.preferred(Setting.OTLP_TRACES_TIMEOUT, Setting.OTLP_TIMEOUT)),
                reader.path(reader.preferred(Setting.OTLP_TRACES_CERTIFICATE, Setting.OTLP_CERTIFICATE)),
                reader.path(reader.preferred(Setting.OTLP_TRACES_CLIENT_CERTIFICATE, Setting.OTLP_CLIENT_CERTIFICATE)),
                reader.path(reader.preferred(Setting.OTLP_TRACES_CLIENT_KEY, Setting.OTLP_CLIENT_KEY)));
    }

    /** Service name, environment and the attributes of {@code otel.resource.attributes}, the special settings first. */
    Map<String, String> resource() {
        Map<String, String> attributes = new LinkedHashMap<>(reader.encodedPairs(Setting.RESOURCE_ATTRIBUTES));
        put(attributes, SERVICE_NAME, reader.text(Setting.SERVICE_NAME));
        put(attributes, ENVIRONMENT_NAME, reader.text(Setting.ENVIRONMENT));
        attributes.putIfAbsent(SERVICE_NAME, "unknown_service:java");
        return attributes;
    }

    private static void put(Map<String, String> attributes, String key, @Nullable String value) {
        if (value != null) {
            attributes.put(key, value);
        }
    }

    private OtlpProtocol protocol() {
        Setting setting = reader.preferred(Setting.OTLP_TRACES_PROTOCOL, Setting.OTLP_PROTOCOL);
        if (reader.required(setting).equalsIgnoreCase("http/json")) {
            throw reader.bad(setting, "http/protobuf or grpc: usage is not exported as http/json");
        }
        return reader.choice(setting, OtlpProtocol.class);
    }

    private URI endpoint(OtlpProtocol protocol) {
        if (reader.isSet(Setting.OTLP_TRACES_ENDPOINT)) {
            return reader.url(Setting.OTLP_TRACES_ENDPOINT);
        }
        if (protocol == OtlpProtocol.GRPC) {
            return reader.isSet(Setting.OTLP_ENDPOINT)
                    ? reader.url(Setting.OTLP_ENDPOINT)
                    : URI.create("http://localhost:4317");
        }
        URI base = reader.url(Setting.OTLP_ENDPOINT);
        String path = base.getRawPath();
        return base.resolve((path.endsWith("/") ? path : path + "/") + "v1/traces");
    }
}
