package io.tallyspan.bridge.explain;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One exchange of an archive (HAR 1.2, section {@code entries}).
 *
 * @param index its place in the archive, from 0
 * @param method the method as written
 * @param url the URL as written
 * @param requestHeaders without pseudo headers
 * @param requestBody null where the archive has none
 * @param sent whether the request reached a server, as far as the archive tells
 * @param status 0 where no response came
 * @param responseHeaders without pseudo headers, and without a content encoding that the body no longer has
 * @param responseBody null where the archive has none
 * @param responseSize the size that the archive states for the decoded body; negative if it does not
 * @param error what went wrong by the archive's own words; null if nothing did
 * @param startEpochNanos when it began
 * @param durationNanos how long it took
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HarEntry(
        int index,
        String method,
        String url,
        HarHeaders requestHeaders,
        byte @Nullable [] requestBody,
        boolean sent,
        int status,
        HarHeaders responseHeaders,
        byte @Nullable [] responseBody,
        long responseSize,
        @Nullable String error,
        long startEpochNanos,
        long durationNanos) {

    HarEntry {
        requireNonNull(method, "method");
        requireNonNull(url, "url");
        requireNonNull(requestHeaders, "requestHeaders");
        requireNonNull(responseHeaders, "responseHeaders");
    }
}
