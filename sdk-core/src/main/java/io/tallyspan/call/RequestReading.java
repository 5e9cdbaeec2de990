package io.tallyspan.call;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.BodyDigest;
import io.tallyspan.id.Fingerprints;
import io.tallyspan.reader.RequestFacts;
import io.tallyspan.reader.RequestParser;

/** What is learned of a request while its body is written. Guarded by its exchange. */
final class RequestReading {

    private final RequestTarget target;
    private final BodyDigest digest;
    private RequestParser parser;
    private boolean started;
    private boolean sent;

    RequestReading(RequestTarget target) {
        this.target = target;
        this.digest = BodyDigest.forContentType(target.headers().first("Content-Type"));
        this.parser = new RequestParser(target.headers().first("Content-Type"));
    }

    void start() {
        if (started) {
            digest.reset();
            parser = new RequestParser(target.headers().first("Content-Type"));
        }
        started = true;
        sent = false;
    }

    void piece(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        parser.feed(bytes, offset, length);
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

    String fingerprint() {
        return Fingerprints.http(target.method(), target.urlWithoutQuery(), digest);
    }
}
