package io.tallyspan.call;

import io.tallyspan.http.Headers;
import io.tallyspan.reader.Answer;
import io.tallyspan.reader.ContentEncoding;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.reader.RequestFacts;
import io.tallyspan.reader.ResponseParser;
import io.tallyspan.runtime.Guard;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A response that is being read. Guarded by its exchange. */
final class ResponseReading {

    private final int status;
    private final Headers headers;
    private final ResponseParser parser;
    private boolean broken;
    private long lastByteNanos;

    /** @param estimate counts what the answer says as well; null if nothing does */
    ResponseReading(
            Endpoint endpoint,
            RequestFacts request,
            int status,
            Headers headers,
            @Nullable Estimate estimate,
            long nowNanos) {
        this.status = status;
        this.headers = headers;
        this.parser =
                new ResponseParser(endpoint, request, status, headers, estimate == null ? null : estimate.answer());
        this.lastByteNanos = nowNanos;
    }

    int status() {
        return status;
    }

    Headers headers() {
        return headers;
    }

    boolean isEventStream() {
        String contentType = headers.first("Content-Type");
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    /** The parser to feed with bytes that have just come; null once it has failed. */
    @Nullable
    ResponseParser parser(long nowNanos) {
        lastByteNanos = nowNanos;
        return broken ? null : parser;
    }

    void breakDown() {
        broken = true;
        parser.release();
    }

    /** The encoding because of which nothing can be read; null if there is none. */
    @Nullable
    ContentEncoding unknownEncoding() {
        return parser.unknownEncoding();
    }

    boolean isIdle(long nowNanos, long idleNanos) {
        return nowNanos - lastByteNanos > idleNanos;
    }

    Answer answer(Ending ending, Guard guard) {
        return broken
                ? Answer.NOTHING
                : guard.ask("reader", () -> parser.finish(ending == Ending.END_OF_BODY), () -> Answer.NOTHING);
    }
}
