package io.tallyspan.bridge.explain;

import static java.util.Objects.requireNonNull;

import io.tallyspan.usage.UsageRecord;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Tallyspan makes of one exchange.
 *
 * @param index the exchange's place in the archive, from 0
 * @param result what it is
 * @param method the request's method
 * @param host the server; null where the URL has none
 * @param path the path of a model call, without query; null for anything else, whose path may be a secret
 * @param status the response's status; 0 if none came
 * @param record what would be exported; null where nothing would
 * @param error what went wrong by the archive's own words; null if nothing did
 * @param notes what is missing, and why, in words; no content
 */
record Explanation(
        int index,
        Result result,
        String method,
        @Nullable String host,
        @Nullable String path,
        int status,
        @Nullable UsageRecord record,
        @Nullable String error,
        List<String> notes) {

    /** What an exchange is. */
    enum Result {
        /** A model call that would be exported. */
        MODEL_CALL,
        /** A model's answer that was counted before, or is counted elsewhere. */
        NOT_COUNTED,
        /** A billed path that no reader understands. */
        UNSUPPORTED,
        /** No model call. */
        NO_MODEL_CALL,
        /** An entry that cannot be understood. */
        BROKEN;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Explanation {
        requireNonNull(result, "result");
        requireNonNull(method, "method");
        notes = List.copyOf(notes);
    }
}
