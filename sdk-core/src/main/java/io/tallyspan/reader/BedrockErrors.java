package io.tallyspan.reader;

import io.tallyspan.http.Headers;
import org.jspecify.annotations.Nullable;

/** Where AWS says that something went wrong: a header before the answer, or an event in the midst of it. */
final class BedrockErrors {

    private static final int FIRST_ERROR = 400;

    private BedrockErrors() {}

    static void ofHeaders(int status, Headers headers, ProviderError error) {
        if (status < FIRST_ERROR) {
            return;
        }
        String type = headers.first("x-amzn-ErrorType");
        if (type != null && !type.isEmpty()) {
            int colon = type.indexOf(':'); // a URL may follow
            error.seen(colon < 0 ? type : type.substring(0, colon));
        }
    }

    /** {@code event} is the type of an event, of an exception or of an error. */
    static void ofEvent(@Nullable String event, ProviderError error) {
        if (event != null && (event.endsWith("Exception") || event.endsWith("Error"))) {
            error.seen(event);
        }
    }
}
