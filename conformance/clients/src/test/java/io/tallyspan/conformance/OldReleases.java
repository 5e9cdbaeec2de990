package io.tallyspan.conformance;

import io.tallyspan.testing.kit.ClientSetup;
import java.util.HashMap;
import java.util.Map;

/** Where the oldest supported releases of the SDKs differ from the newest; {@code conformance/oldest} says so. */
final class OldReleases {

    private static final String RETRY_MARKER = "X-Stainless-Retry-Count";

    private OldReleases() {}

    /**
     * The headers of the setup. Old releases send no retry count when they are told not to retry; here they are given
     * the one that newer releases send.
     */
    static Map<String, String> headers(ClientSetup setup) {
        Map<String, String> headers = new HashMap<>(setup.headers());
        if (Boolean.getBoolean("conformance.oldest.marks-only-when-retrying") && setup.retries() == 0) {
            headers.putIfAbsent(RETRY_MARKER, "0");
        }
        return headers;
    }
}
