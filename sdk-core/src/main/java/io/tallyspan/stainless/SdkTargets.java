package io.tallyspan.stainless;

import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.http.UrlParts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts base URL and path segments together, as the SDKs' HTTP clients do. It remembers the last result, for most calls
 * of a client go to one place. Safe for use by several threads.
 */
public final class SdkTargets {

    private static final String UNESCAPED = "-._~!$&'()*+,;=:@";
    private static final String HEX = "0123456789ABCDEF";

    private volatile @Nullable Place last;

    /** Knows no place yet. */
    public SdkTargets() {}

    private record Place(String baseUrl, List<String> segments, UrlParts base, String path) {}

    /**
     * The target of a request.
     *
     * @param method the HTTP method, upper case
     * @param baseUrl where the segments are appended; its query is left out
     * @param segments not encoded
     * @throws IllegalArgumentException if {@code baseUrl} is no absolute URL
     */
    public RequestTarget target(String method, String baseUrl, List<String> segments, Headers headers) {
        Place place = last;
        if (place == null || !place.baseUrl.equals(baseUrl) || !place.segments.equals(segments)) {
            UrlParts base = UrlParts.of(baseUrl);
            place = new Place(baseUrl, List.copyOf(segments), base, path(base.path(), segments));
            last = place;
        }
        return new RequestTarget(
                method, place.base.scheme(), place.base.host(), place.base.port(), place.path, headers);
    }

    private static String path(String basePath, List<String> segments) {
        int end = basePath.length();
        while (end > 0 && basePath.charAt(end - 1) == '/') {
            end--;
        }
        StringBuilder path = new StringBuilder(64).append(basePath, 0, end);
        for (String segment : segments) {
            path.append('/');
            encode(segment, path);
        }
        return path.isEmpty() ? "/" : path.toString();
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
