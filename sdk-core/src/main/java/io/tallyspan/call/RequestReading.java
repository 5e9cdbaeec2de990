package io.tallyspan.call;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.BodyDigest;
import io.tallyspan.id.Fingerprints;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.reader.RequestFacts;
import io.tallyspan.reader.RequestParser;
import io.tallyspan.usage.TokenCounter;
import org.jspecify.annotations.Nullable;

/** What is learned of a request while its body is written. Guarded by its exchange. */
final class RequestReading {

    private final RequestTarget target;
    private final BodyDigest digest;
    private final @Nullable Estimate estimate;
    private RequestParser parser;
    private boolean started;
    private boolean sent;

    /** @param counter counts tokens for an estimate; null for none */
    RequestReading(RequestTarget target, Endpoint endpoint, @Nullable TokenCounter counter) {
        this.target = target;
        this.estimate = Estimate.of(endpoint, counter, () -> facts().model());
        this.digest = BodyDigest.forContentType(target.headers().first("Content-Type"));
        this.parser = new RequestParser(target.headers().first("Content-Type"));
    }

    void start() {
        if (started) {
            digest.reset();
            if (estimate != null) {
                estimate.requestStart();
            }
            parser = new RequestParser(target.headers().first("Content-Type"));
        }
        started = true;
        sent = false;
    }

    void piece(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        parser.feed(bytes, offset, length);
        if (estimate != null) {
            estimate.request(bytes, offset, length);
        }
    }

    void end() {
        sent = true;
    }

    boolean isSent() {
        return sent;
    }

    RequestFacts facts() {
        return parser.facts();
    }

    /** Our own count of the exchange's tokens; null if there is none. */
    @Nullable
    Estimate estimate() {
        return estimate;
    }

    String fingerprint() {
        return Fingerprints.http(target.method(), target.urlWithoutQuery(), digest);
    }
}
