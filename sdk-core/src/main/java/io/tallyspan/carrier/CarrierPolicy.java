package io.tallyspan.carrier;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom carriers may be sent to. An entry is a host ({@code agents.example.com}, any port), a host and port
 * ({@code 10.0.0.7:8080}, {@code [::1]:8080}), either with {@code *.} in front for all hosts below it, or the name of a
 * queue or topic. Case does not matter. Immutable, safe for use by several threads.
 */
public final class CarrierPolicy {

    private static final Pattern ENTRY =
            Pattern.compile("(?<below>\\*\\.)?(?<host>[a-z0-9_][a-z0-9._-]*|\\[[0-9a-f:.]+])(?::(?<port>[0-9]{1,5}))?");

    private static final int ANY_PORT = -1;
    private static final CarrierPolicy NONE = new CarrierPolicy(List.of());

    private final List<Entry> entries;

    private record Entry(String host, int port, boolean below) {
        boolean allows(String otherHost, int otherPort) {
            boolean sameHost = below ? otherHost.endsWith("." + host) : otherHost.equals(host);
            return sameHost && (port == ANY_PORT || port == otherPort);
        }
    }

    private CarrierPolicy(List<Entry> entries) {
        this.entries = entries;
    }

    /** Nobody: the default. */
    public static CarrierPolicy none() {
        return NONE;
    }

    /**
     * Those on the list.
     *
     * @throws IllegalArgumentException for an entry that is none of what the class allows; {@code *} alone is not
     *     allowed, for it would tell every host on the internet who the customer is
     */
    public static CarrierPolicy of(Collection<String> allowed) {
        List<Entry> entries = new ArrayList<>();
        for (String text : allowed) {
            Entry entry = parse(text.strip());
            if (entry == null) {
                throw new IllegalArgumentException(
                        "'" + text + "' on the list of carrier destinations is neither a host"
                                + " nor host:port, with or without a leading '*.'"
                                + (text.contains("/") ? ": leave scheme and path away" : ""));
            }
            entries.add(entry);
        }
        return new CarrierPolicy(List.copyOf(entries));
    }

    /** Whether a carrier may go to that host and port. */
    public boolean allows(String host, int port) {
        String plain = normal(host);
        for (Entry entry : entries) {
            if (entry.allows(plain, port)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a carrier may go to that host, host and port, queue or topic. */
    public boolean allows(String destination) {
        Entry asked = parse(destination);
        return asked != null && !asked.below() && allows(asked.host(), asked.port());
    }

    private static @Nullable Entry parse(String text) {
        Matcher matcher = ENTRY.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return null;
        }
        String port = matcher.group("port");
        int number = port == null ? ANY_PORT : Integer.parseInt(port);
        return port != null && (number == 0 || number > 0xFFFF)
                ? null
                : new Entry(normal(matcher.group("host")), number, matcher.group("below") != null);
    }

    /** Without the brackets of IPv6 literals and the dot of absolute names, which libraries write or not. */
    private static String normal(String host) {
        String plain = host.toLowerCase(Locale.ROOT);
        if (plain.startsWith("[") && plain.endsWith("]")) {
            return plain.substring(1, plain.length() - 1);
        }
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    @Override
    public String toString() {
        return "CarrierPolicy" + entries;
    }
}
