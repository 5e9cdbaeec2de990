package io.tallyspan.id;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the boundary parameter of a multipart content type. */
final class MultipartBoundary {

    /** Each parameter in turn, so that the word "boundary" inside another one's quotes is not taken for it. */
    private static final Pattern PARAMETER =
            Pattern.compile("\\G[^;]*;\\s*([^=;\\s]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\\s]*+))");

    /** RFC 2046 allows 70; some libraries are known to write more. */
    private static final int MAX_LENGTH = 200;

    private MultipartBoundary() {}

    /** The boundary, or null if there is none that could be used. */
    static @Nullable String of(String contentType) {
        Matcher parameter = PARAMETER.matcher(contentType);
        while (parameter.find()) {
            if (parameter.group(1).equalsIgnoreCase("boundary")) {
                String quoted = parameter.group(2);
                String boundary = quoted != null ? quoted.replaceAll("\\\\(.)", "$1") : parameter.group(3);
                return usable(boundary) ? boundary : null;
            }
        }
        return null;
    }

    private static boolean usable(String boundary) {
        return !boundary.isEmpty()
                && boundary.length() <= MAX_LENGTH
                && boundary.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }
}
