package io.tallyspan.bridge.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tallyspan.bridge.ledger.Committed;
import io.tallyspan.bridge.ledger.DeadLetter;
import io.tallyspan.bridge.ledger.LedgerUnavailable;
import io.tallyspan.bridge.otlp.TracesDecoder;
import io.tallyspan.bridge.otlp.TracesDecoder.Decoded;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpStatus;

/** The answer table of the specification, section 8: from a body to an answer. Safe for use by several threads. */
final class TracesEndpoint {

    private static final Logger LOGGER = Logger.getLogger(TracesEndpoint.class.getName());
    private static final int MESSAGE_LENGTH = 300;

    private final Commit ledger;
    private final BridgeCounters counters;
    private final TracesDecoder decoder = new TracesDecoder();

    TracesEndpoint(Commit ledger, BridgeCounters counters) {
        this.ledger = ledger;
        this.counters = counters;
    }

    Answer accept(ByteString body, String peer) throws Refusal {
        Decoded decoded = decode(body);
        Committed committed;
        try {
            committed = ledger.commit(decoded.batch());
        } catch (LedgerUnavailable e) {
            if (e.isSaturated()) {
                throw new Refusal(HttpStatus.TOO_MANY_REQUESTS_429, String.valueOf(e.getMessage()));
            }
            LOGGER.log(Level.FINE, "answered 503 to " + peer, e);
            throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE_503, String.valueOf(e.getMessage()));
        }
        count(decoded, committed);
        List<DeadLetter> broken = decoded.batch().deadLetters();
        return broken.isEmpty() ? Answer.committed() : Answer.partial(broken.size(), tell(broken, peer));
    }

    private Decoded decode(ByteString body) throws Refusal {
        try {
            return decoder.decode(body);
        } catch (InvalidProtocolBufferException e) {
            throw new Refusal(
                    HttpStatus.BAD_REQUEST_400,
                    "no ExportTraceServiceRequest: " + body.size() + " bytes, SHA-256 " + sha256(body) + ": "
                            + e.getMessage());
        }
    }

    private void count(Decoded decoded, Committed committed) {
        counters.add(BridgeCounter.ADDED, committed.added());
        counters.add(BridgeCounter.DUPLICATES, committed.duplicates());
        counters.add(BridgeCounter.SUPERSEDING, committed.superseding());
        counters.add(BridgeCounter.CONFLICTS, committed.conflicts());
        counters.add(BridgeCounter.DEAD_LETTERS, committed.deadLetters());
        counters.add(BridgeCounter.FOREIGN, decoded.foreign());
    }

    private static String tell(List<DeadLetter> broken, String peer) {
        String first = broken.get(0).reason();
        String shown = first.length() > MESSAGE_LENGTH ? first.substring(0, MESSAGE_LENGTH) + "..." : first;
        String message =
                broken.size() + " usage records break the schema and are kept as dead letters; the first: " + shown;
        LOGGER.warning(() -> "from " + peer + ": " + message);
        return message;
    }

    static String sha256(ByteString bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            bytes.asReadOnlyByteBufferList().forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
