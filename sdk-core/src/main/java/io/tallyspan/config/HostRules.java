package io.tallyspan.config;

import io.tallyspan.id.Dialect;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code tallyspan.hosts} and {@code tallyspan.endpoints}: what hosts and paths of the user's own speak. */
final class HostRules {

    /** A name or IPv4 address, or an IPv6 address in brackets, and perhaps a port. */
    private static final Pattern HOST = Pattern.compile("(?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?");

    /** The beginning of a path, which may follow. */
    private static final Pattern PATH = Pattern.compile("(?:/[^/?#\\s]+)*/?");

    private HostRules() {}

    static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    static Map<String, Dialect> read(SettingReader reader) {
        Map<String, Dialect> hosts = new LinkedHashMap<>();
        String text = reader.text(Setting.HOSTS);
        if (text != null) {
            SettingReader.pairs(text).forEach(pair -> {
                int slash = pair.getKey().indexOf('/');
                String place = slash < 0 ? pair.getKey() : pair.getKey().substring(0, slash);
                String path = slash < 0 ? "" : pair.getKey().substring(slash);
                String host = place.toLowerCase(Locale.ROOT);
                String name = pair.getValue();
                Dialect dialect = name == null ? null : Dialect.named(name.toLowerCase(Locale.ROOT));
                if (!isHost(host) || !PATH.matcher(path).matches() || dialect == null) {
                    throw reader.bad(
                            Setting.HOSTS,
                            "host=dialect, host:port=dialect or host/path=dialect, separated by commas, with a dialect of "
                                    + Stream.of(Dialect.values())
                                            .map(Dialect::wireName)
                                            .collect(Collectors.joining(", ")));
                }
                hosts.put(host + path, dialect);
            });
        }
        return hosts;
    }

    /** Whether there is an endpoint of a name is known to those who know all formats. */
    static Map<String, String> readEndpoints(SettingReader reader) {
        Map<String, String> endpoints = new LinkedHashMap<>();
        String text = reader.text(Setting.ENDPOINTS);
        if (text != null) {
            SettingReader.pairs(text).forEach(pair -> {
                int slash = pair.getKey().indexOf('/');
                String host = slash < 0 ? "" : pair.getKey().substring(0, slash).toLowerCase(Locale.ROOT);
                String path = slash < 0 ? "" : pair.getKey().substring(slash);
                String name = pair.getValue();
                if (!isHost(host) || !PATH.matcher(path).matches() || name == null || name.isEmpty()) {
                    throw reader.bad(
                            Setting.ENDPOINTS,
                            "host/path=endpoint or host:port/path=endpoint, separated by commas, with an endpoint such as"
                                    + " openai-chat; a segment of the path may be * or {model}");
                }
                endpoints.put(host + path, name);
            });
        }
        return endpoints;
    }
}
