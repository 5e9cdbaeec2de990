package io.tallyspan.reader;

import java.util.Locale;

/**
 * A place that the configuration names: a host, perhaps a port, perhaps a path.
 *
 * @param host in lower case; an IPv6 address in brackets
 * @param port {@link #ANY_PORT} if none is named
 * @param path begins with a slash and does not end with one, but for the root's; empty if none is named
 */
record HostPlace(String host, int port, String path) {

    static final int ANY_PORT = -1;

    /**
     * Reads {@code host[:port][/path]}.
     *
     * @throws IllegalArgumentException if the port is no number
     */
    static HostPlace of(String text) {
        String trimmed = text.trim();
        int slash = trimmed.indexOf('/');
        String host = (slash < 0 ? trimmed : trimmed.substring(0, slash)).toLowerCase(Locale.ROOT);
        String path = slash < 0 ? "" : trimmed.substring(slash);
        String tidy = path.replaceFirst("/+$", "");
        int colon = host.lastIndexOf(':');
        int port = ANY_PORT;
        if (colon > host.lastIndexOf(']')) {
            port = port(text, host.substring(colon + 1));
            host = host.substring(0, colon);
        }
        return new HostPlace(host, port, tidy.isEmpty() && !path.isEmpty() ? "/" : tidy);
    }

    private static int port(String place, String port) {
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + place
                            + "' is no host: give 'host' or 'host:port', an IPv6 address in brackets, and perhaps the"
                            + " beginning of a path",
                    e);
        }
    }

    boolean isOnAnyPort() {
        return port == ANY_PORT;
    }

    boolean isOn(int other) {
        return isOnAnyPort() || port == other;
    }

    /** Whether a path is this place's or lies below it. */
    boolean covers(String other) {
        String prefix = path.equals("/") ? "" : path;
        return other.startsWith(prefix)
                && (other.length() == prefix.length() || prefix.isEmpty() || other.charAt(prefix.length()) == '/');
    }
}
