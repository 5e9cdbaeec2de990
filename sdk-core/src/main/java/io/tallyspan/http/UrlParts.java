package io.tallyspan.http;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * The parts of an absolute URL that a {@link RequestTarget} is made of. Unlike {@link java.net.URI} it accepts the host
 * names that HTTP libraries accept (an underscore, as in container networks), and never looks a name up.
 *
 * @param scheme {@code http} or {@code https}
 * @param host lower case, without user info, port or the brackets of an IPv6 address
 * @param port as written, else the scheme's default
 * @param path as written, without query or fragment; {@code /} if there is none
 */
public record UrlParts(String scheme, String host, int port, String path) {

    /** Checks the arguments. */
    public UrlParts {
        requireNonNull(scheme, "scheme");
        requireNonNull(host, "host");
        requireNonNull(path, "path");
    }

    /**
     * Takes an absolute URL apart.
     *
     * @throws IllegalArgumentException if {@code url} has no scheme, no host or a port that is no number
     */
    public static UrlParts of(String url) {
        int colon = url.indexOf("://");
        if (colon <= 0) {
            throw new IllegalArgumentException("\"" + url + "\" is no absolute URL: it has no scheme");
        }
        String scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
        int start = colon + 3;
        int authorityEnd = firstOf(url, start, "/?#");
        int hostStart =
                url.lastIndexOf('@', authorityEnd - 1) >= start ? url.lastIndexOf('@', authorityEnd - 1) + 1 : start;
        int portColon = url.lastIndexOf(':', authorityEnd - 1);
        boolean hasPort = portColon >= hostStart && url.indexOf(']', portColon) < 0;
        String host = url.substring(hostStart, hasPort ? portColon : authorityEnd);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("\"" + url + "\" has no host");
        }
        String written = hasPort ? url.substring(portColon + 1, authorityEnd) : "";
        int port = written.isEmpty() ? (scheme.equals("https") ? 443 : 80) : Integer.parseInt(written);
        String path = url.substring(authorityEnd, firstOf(url, authorityEnd, "?#"));
        return new UrlParts(scheme, host.toLowerCase(Locale.ROOT), port, path.isEmpty() ? "/" : path);
    }

    /** The target of a request to this URL. */
    public RequestTarget target(String method, Headers headers) {
        return new RequestTarget(method, scheme, host, port, path, headers);
    }

    private static int firstOf(String text, int from, String stops) {
        int i = from;
        while (i < text.length() && stops.indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }
}
