package io.tallyspan.reader;

import static java.util.Objects.requireNonNull;

import io.tallyspan.id.Dialect;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which dialect a host speaks: by configuration, or because everybody knows the host. Immutable. */
final class KnownHosts {

    private static final int ANY_PORT = -1;

    private static final Map<String, Dialect> WELL_KNOWN =
            Map.of("api.openai.com", Dialect.OPENAI, "api.anthropic.com", Dialect.ANTHROPIC);

    /** By the end of the host: OpenAI's regions, and the names that Azure gives to resources. */
    private static final Map<String, Dialect> WELL_KNOWN_DOMAINS = Map.of(
            ".api.openai.com", Dialect.OPENAI,
            ".openai.azure.com", Dialect.AZURE,
            ".openai.azure.us", Dialect.AZURE,
            ".openai.azure.cn", Dialect.AZURE,
            ".cognitiveservices.azure.com", Dialect.AZURE,
            ".services.ai.azure.com", Dialect.AZURE);

    private final Map<String, Map<Integer, Dialect>> configured = new HashMap<>();

    /**
     * @param hosts dialects by host name, with or without {@code :port}; with it wins. IPv6 addresses in brackets
     * @throws IllegalArgumentException if a port is no number
     */
    KnownHosts(Map<String, Dialect> hosts) {
        requireNonNull(hosts, "hosts").forEach((hostAndPort, dialect) -> {
            String host = hostAndPort.trim().toLowerCase(Locale.ROOT);
            int colon = host.lastIndexOf(':');
            int port = ANY_PORT;
            if (colon > host.lastIndexOf(']')) {
                port = port(hostAndPort, host.substring(colon + 1));
                host = host.substring(0, colon);
            }
            configured.computeIfAbsent(host, h -> new HashMap<>()).put(port, requireNonNull(dialect, hostAndPort));
        });
    }

    private static int port(String hostAndPort, String port) {
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + hostAndPort + "' is no host: give 'host' or 'host:port', an IPv6 address in brackets", e);
        }
    }

    @Nullable
    Dialect dialectOf(String host, int port) {
        Map<Integer, Dialect> ports = configured.isEmpty() ? null : configured.get(host);
        if (ports != null) {
            Dialect here = ports.get(port);
            if (here == null) {
                here = ports.get(ANY_PORT);
            }
            if (here != null) {
                return here;
            }
        }
        Dialect known = WELL_KNOWN.get(host);
        if (known == null) {
            for (Map.Entry<String, Dialect> domain : WELL_KNOWN_DOMAINS.entrySet()) {
                if (host.endsWith(domain.getKey())) {
                    return domain.getValue();
                }
            }
        }
        return known;
    }
}
