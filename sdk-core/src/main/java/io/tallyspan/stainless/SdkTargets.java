package io.tallyspan.stainless;

import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.http.UrlParts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts base URL and path segments together, as the SDKs' HTTP clients do. It remembers the last base URL, for a client
 * has one. Safe for use by several threads.
 */
public final class SdkTargets {

    private static final String UNESCAPED = "-._~!$&'()*+,;=:@";
    private static final String HEX = "0123456789ABCDEF";

    private volatile @Nullable Base last;

    /** Knows no base URL yet. */
    public SdkTargets() {}

    private record Base(String url, UrlParts parts, String path) {}

    /**
     * The target of a request.
     *
     * @param method the HTTP method, upper case
     * @param baseUrl where the segments are appended; its query is left out
     * @param segments not encoded
     * @throws IllegalArgumentException if {@code baseUrl} is no absolute URL
     */
    public RequestTarget target(String method, String baseUrl, List<String> segments, Headers headers) {
        Base base = base(baseUrl);
        StringBuilder path = new StringBuilder(64).append(base.path);
        for (String segment : segments) {
            path.append('/');
            encode(segment, path);
        }
        return new RequestTarget(
                method,
                base.parts.scheme(),
                base.parts.host(),
                base.parts.port(),
                path.isEmpty() ? "/" : path.toString(),
                headers);
    }

    private Base base(String url) {
        Base known = last;
        if (known == null || !known.url.equals(url)) {
            UrlParts parts = UrlParts.of(url);
            String path = parts.path();
            int end = path.length();
            while (end > 0 && path.charAt(end - 1) == '/') {
                end--;
            }
            known = new Base(url, parts, path.substring(0, end));
            last = known;
        }
        return known;
    }

    private static void encode(String segment, StringBuilder out) {
        int plain = 0;
        while (plain < segment.length() && isUnescaped(segment.charAt(plain))) {
            plain++;
        }
        if (plain == segment.length()) {
            out.append(segment);
            return;
        }
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            if (isUnescaped(b & 0xff)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
    }

    private static boolean isUnescaped(int c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0);
    }
}
