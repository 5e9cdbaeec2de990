package io.tallyspan.http;

import static java.util.Objects.requireNonNull;

/**
 * Where a request goes: all that decides whether it is a model call and which format it speaks.
 *
 * @param method the HTTP method, upper case
 * @param scheme {@code http} or {@code https}
 * @param host the host without port, lower case
 * @param port the port; the scheme's default where the URL names none
 * @param path the encoded path as sent, without query; never empty
 * @param headers the request's headers
 */
public record RequestTarget(String method, String scheme, String host, int port, String path, Headers headers) {

    /** Checks the arguments. */
    public RequestTarget {
        requireNonNull(method, "method");
        requireNonNull(scheme, "scheme");
        requireNonNull(host, "host");
        requireNonNull(path, "path");
        requireNonNull(headers, "headers");
    }

    /** The same request at another path of the host. */
    public RequestTarget withPath(String other) {
        return new RequestTarget(method, scheme, host, port, other, headers);
    }

    /** Scheme, host, port and path as one URL without query: a part of the fingerprint. */
    public String urlWithoutQuery() {
        boolean defaultPort = port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host + (defaultPort ? "" : ":" + port) + path;
    }

    /**
     * Whether another observer's target is that of the same request: method and URL, for headers grow on the way down.
     */
    public boolean isSameRequestAs(RequestTarget other) {
        return method.equals(other.method)
                && port == other.port
                && scheme.equals(other.scheme)
                && host.equals(other.host)
                && path.equals(other.path);
    }
}
