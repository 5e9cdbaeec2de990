package io.tallyspan.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
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
                pairs(reader.preferred(Setting.OTLP_TRACES_HEADERS, Setting.OTLP_HEADERS)),
                reader.choice(compression, Compression.class) == Compression.GZIP,
                reader.duration(reader.preferred(Setting.OTLP_TRACES_TIMEOUT, Setting.OTLP_TIMEOUT)),
                reader.path(reader.preferred(Setting.OTLP_TRACES_CERTIFICATE, Setting.OTLP_CERTIFICATE)),
                reader.path(reader.preferred(Setting.OTLP_TRACES_CLIENT_CERTIFICATE, Setting.OTLP_CLIENT_CERTIFICATE)),
                reader.path(reader.preferred(Setting.OTLP_TRACES_CLIENT_KEY, Setting.OTLP_CLIENT_KEY)));
    }

    /** Service name, environment and the attributes of {@code otel.resource.attributes}, the special settings first. */
    Map<String, String> resource() {
        Map<String, String> attributes = new LinkedHashMap<>(pairs(Setting.RESOURCE_ATTRIBUTES));
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
            return url(Setting.OTLP_TRACES_ENDPOINT, reader.required(Setting.OTLP_TRACES_ENDPOINT));
        }
        if (protocol == OtlpProtocol.GRPC) {
            return reader.isSet(Setting.OTLP_ENDPOINT)
                    ? url(Setting.OTLP_ENDPOINT, reader.required(Setting.OTLP_ENDPOINT))
                    : URI.create("http://localhost:4317");
        }
        URI base = url(Setting.OTLP_ENDPOINT, reader.required(Setting.OTLP_ENDPOINT));
        String path = base.getRawPath();
        return base.resolve((path.endsWith("/") ? path : path + "/") + "v1/traces");
    }

    private URI url(Setting setting, String text) {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw reader.bad(setting, "an http or https URL, such as http://localhost:4318");
        }
        throw reader.bad(setting, "an http or https URL, such as http://localhost:4318");
    }

    /** Pairs in the form of W3C Baggage: values are percent-encoded, and {@code +} is itself. */
    private Map<String, String> pairs(Setting setting) {
        String text = reader.text(setting);
        Map<String, String> decoded = new LinkedHashMap<>();
        if (text != null) {
            SettingReader.pairs(text).forEach(pair -> {
                String value = pair.getValue();
                String plain = value == null ? null : percentDecoded(value);
                if (plain == null || pair.getKey().isEmpty()) {
                    throw reader.bad(setting, "key=value,key=value, with values percent-encoded");
                }
                decoded.put(pair.getKey(), plain);
            });
        }
        return decoded;
    }

    private static @Nullable String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
                int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                out[length++] = (byte) ((high << 4) | low);
                i += 2;
            } else {
                out[length++] = in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }
}
