package io.tallyspan.export;

import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import java.net.URI;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends one batch once, counts what became of it, and says what to do next. A receiver that stays away makes one line
 * in the log when it goes and one when it is back. Used by one thread.
 */
final class BatchSender {

    /** What to do with a batch now. */
    enum Verdict {
        /** Nothing: every record is acknowledged, or counted as rejected. */
        SETTLED,
        /** Send its halves: some record in it is not to the receiver's liking. */
        SPLIT,
        /** Keep it for the next try. */
        RETRY,
        /** Keep it for a later try: somebody has to act first. */
        REFUSED
    }

    private static final Logger LOGGER = Logger.getLogger("io.tallyspan");
    private static final int MAX_ADVICE = 200;

    private final OtlpEncoder encoder;
    private final Transport transport;
    private final Guard guard;
    private final Counters counters;
    private final String receiver;
    private @Nullable String trouble;
    private boolean warnedOfRejection;
    private boolean warnedOfAdvice;

    BatchSender(OtlpEncoder encoder, Transport transport, Guard guard, Counters counters, URI endpoint) {
        this.encoder = encoder;
        this.transport = transport;
        this.guard = guard;
        this.counters = counters;
        // Without user info and query, where people put credentials.
        this.receiver = endpoint.getScheme() + "://" + endpoint.getHost()
                + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort()) + endpoint.getPath();
    }

    Verdict send(List<byte[]> spans) throws InterruptedException {
        SendResult result = attempt(spans);
        if (result instanceof SendResult.Accepted accepted) {
            counters.add(Counter.EXPORTED, "", spans.size());
            if (!accepted.message().isEmpty() && !warnedOfAdvice) {
                warnedOfAdvice = true;
                LOGGER.info(() -> receiver + " took usage and says: " + shown(accepted.message()));
            }
            return recovered();
        } else if (result instanceof SendResult.PartlyRejected partly) {
            counters.add(Counter.EXPORT_FAILURES, "partial_success");
            recovered();
            return partly.rejected() >= spans.size()
                    ? rejected(spans.size(), "partial_success: " + shown(partly.message()))
                    : Verdict.SPLIT;
        } else if (result instanceof SendResult.Unacceptable bad) {
            counters.add(Counter.EXPORT_FAILURES, bad.cause());
            recovered();
            return spans.size() == 1 ? rejected(1, bad.cause()) : Verdict.SPLIT;
        } else if (result instanceof SendResult.Refused refused) {
            failed(refused.cause(), refused.detail());
            return Verdict.REFUSED;
        } else if (result instanceof SendResult.Unavailable unavailable) {
            failed(unavailable.cause(), unavailable.detail());
        }
        return Verdict.RETRY;
    }

    private SendResult attempt(List<byte[]> spans) throws InterruptedException {
        try {
            return transport.send(encoder.request(spans));
        } catch (RuntimeException | Error e) {
            // Not Guard.ask, which would swallow the interrupt that ends this thread.
            guard.swallow("export", e);
            return new SendResult.Unavailable("failure", "the sender failed: " + e);
        }
    }

    void close() {
        guard.run("export.close", transport::close);
    }

    private Verdict rejected(int records, String why) {
        counters.add(Counter.DROPPED, "rejected", records);
        if (!warnedOfRejection) {
            warnedOfRejection = true;
            LOGGER.warning(() -> receiver + " rejected a usage record for good (" + why
                    + "); it is lost, further ones are only counted (tallyspan.dropped, reason rejected)");
        }
        return Verdict.SETTLED;
    }

    private void failed(String cause, String detail) {
        counters.add(Counter.EXPORT_FAILURES, cause);
        if (!cause.equals(trouble)) {
            trouble = cause;
            LOGGER.log(
                    Level.WARNING,
                    () -> "usage waits, for it cannot be exported to " + receiver + " (" + cause + "): " + detail);
        }
    }

    private Verdict recovered() {
        if (trouble != null) {
            trouble = null;
            LOGGER.info(() -> "usage is exported to " + receiver + " again");
        }
        return Verdict.SETTLED;
    }

    /** The receiver's words, without what could forge a line of the log. */
    private static String shown(String words) {
        String oneLine = words.replaceAll("\\p{Cntrl}+", " ");
        return oneLine.length() <= MAX_ADVICE ? oneLine : oneLine.substring(0, MAX_ADVICE) + "...";
    }
}
