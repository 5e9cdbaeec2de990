package io.tallyspan.id;

/** What makes two requests the same question. Pure functions, safe for use by several threads. */
public final class Fingerprints {

    private Fingerprints() {}

    /**
     * The fingerprint of an HTTP request: lower-case hex SHA-256 of method, LF, URL without query, LF, body hash.
     *
     * @param method upper case
     * @param urlWithoutQuery as {@link io.tallyspan.http.RequestTarget#urlWithoutQuery()} gives it
     * @param bodySha256Hex from {@link BodyDigest#hex()}; that of no bytes where there is no body
     */
    public static String http(String method, String urlWithoutQuery, String bodySha256Hex) {
        return Digests.sha256Hex(method + '\n' + urlWithoutQuery + '\n' + bodySha256Hex);
    }

    /**
     * As {@link #http(String, String, String)}, with the digest that has taken the body. Ends the body.
     *
     * @param method upper case
     * @param urlWithoutQuery as {@link io.tallyspan.http.RequestTarget#urlWithoutQuery()} gives it
     * @param body has taken the whole body, or nothing where there is none
     */
    public static String http(String method, String urlWithoutQuery, BodyDigest body) {
        return body.fingerprint(method, urlWithoutQuery);
    }

    /**
     * The fingerprint of a call whose bytes the wrapper never sees: {@code w:} and the lower-case hex SHA-256 of its
     * canonical form, of which nothing can be read back.
     */
    public static String wrapper(String canonicalForm) {
        return "w:" + Digests.sha256Hex(canonicalForm);
    }
}
