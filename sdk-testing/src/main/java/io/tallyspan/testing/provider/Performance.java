package io.tallyspan.testing.provider;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Carries out one reply on one connection, and writes it into the books. */
final class Performance {

    /** What becomes of the connection. */
    enum After {
        KEEP,
        CLOSE,
        RESET
    }

    /** A reset overtakes what the client has not read by then: it would look like one before the answer. */
    private static final Duration BEFORE_RESET = Duration.ofMillis(100);

    private final ReceivedRequest request;
    private final ReplyPlan plan;
    private final Connection connection;
    private final Books books;

    Performance(ReceivedRequest request, Reply reply, Connection connection, Books books) {
        this.request = request;
        this.plan = reply.plan();
        this.connection = connection;
        this.books = books;
    }

    /** A stored response, in one of its states; billed where {@code ends} says so. */
    After fetch(Completion stored, String status, boolean bills) throws IOException {
        Books.Entry entry = bills ? books.bill(request, stored) : null;
        String requestId = Wires.RESPONSES.requestId(Wires.derivation(request, plan));
        Map<String, String> headers = headers(Wires.RESPONSES, requestId);
        if (bills && request.query().contains("stream=true")) {
            return stream(Wires.RESPONSES, stored, entry, headers);
        }
        String body = Wires.RESPONSES.body(stored, status);
        return plain(body, headers, bills && stored.statesUsage() ? entry : null);
    }

    After answer(Wire wire, Completion completion) throws IOException {
        Map<String, String> headers = headers(wire, completion.requestId());
        return switch (plan.what) {
            case RAW -> raw(headers);
            case ERROR -> {
                books.refuse();
                yield plain(wire.errorBody(plan.status, completion.requestId()), headers, null);
            }
            case CONTENT_FILTER -> {
                books.bill(request, completion);
                yield plain(AzureChatWire.contentFilterBody(), headers, null);
            }
            case ANSWER -> good(wire, completion, headers);
        };
    }

    /** The bytes that the script gives, whatever path they were asked for at. */
    After raw(Map<String, String> headers) throws IOException {
        return plain(new String(plan.raw == null ? new byte[0] : plan.raw, StandardCharsets.UTF_8), headers, null);
    }

    private After good(Wire wire, Completion completion, Map<String, String> headers) throws IOException {
        if (completion.background() && !request.stream()) {
            return plain(Wires.RESPONSES.body(completion, "queued"), headers, null);
        }
        Books.Entry entry = books.bill(request, completion);
        if (request.stream()) {
            return stream(wire, completion, entry, headers);
        }
        return plain(wire.body(completion), headers, completion.statesUsage() ? entry : null);
    }

    private After plain(String text, Map<String, String> headers, Books.@Nullable Entry entry) throws IOException {
        headers.putIfAbsent("content-type", plan.contentType == null ? "application/json" : plan.contentType);
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        After before = beforeHead();
        if (before != After.KEEP) {
            return before;
        }
        HttpWriter writer = connection.writer(plan.fragment);
        if (plan.fault == ReplyPlan.Fault.TRUNCATED || isCut()) {
            int usage = text.indexOf("\"usage\"");
            byte[] part =
                    text.substring(0, usage < 0 ? text.length() / 2 : usage).getBytes(StandardCharsets.UTF_8);
            writer.head(plan.status, headers, isCut() ? body.length : part.length, false);
            writer.piece(part);
            pass(0);
            return isCut() ? afterCut() : After.KEEP;
        }
        writer.head(plan.status, headers, body.length, gzip());
        send(writer, new Frame(body, entry != null), entry);
        writer.end();
        return After.KEEP;
    }

    private After stream(Wire wire, Completion completion, Books.@Nullable Entry entry, Map<String, String> headers)
            throws IOException {
        headers.putIfAbsent(
                "content-type", plan.contentType == null ? "text/event-stream; charset=utf-8" : plan.contentType);
        boolean usageAsked =
                request.json().path("stream_options").path("include_usage").asBoolean();
        List<Frame> frames = wire.events(completion, usageAsked);
        After before = beforeHead();
        if (before != After.KEEP) {
            return before;
        }
        HttpWriter writer = connection.writer(plan.fragment);
        writer.head(plan.status, headers, -1, gzip());
        for (int i = 0; i < frames.size(); i++) {
            pass(i);
            if (i > 0) {
                pause(plan.drip);
            }
            if (i == plan.faultAfter && plan.fault == ReplyPlan.Fault.ERROR_EVENT) {
                writer.piece(wire.errorEvent(completion.requestId()).bytes());
            }
            if (i == plan.faultAfter && (isCut() || plan.fault == ReplyPlan.Fault.ERROR_EVENT)) {
                break;
            }
            if (plan.keepAlives) {
                writer.piece(wire.keepAlive().bytes());
            }
            send(writer, frames.get(i), entry);
        }
        if (plan.fault == ReplyPlan.Fault.RESET) {
            return afterCut();
        }
        writer.end();
        return After.KEEP;
    }

    /** The books say delivered before the bytes leave: a client must never be ahead of them. */
    private static void send(HttpWriter writer, Frame frame, Books.@Nullable Entry entry) throws IOException {
        if (entry == null || !frame.completesUsage() || entry.delivered()) {
            writer.piece(frame.bytes());
            return;
        }
        entry.delivered(true);
        try {
            writer.piece(frame.bytes());
        } catch (IOException e) {
            entry.delivered(false);
            throw e;
        }
    }

    private After beforeHead() throws IOException {
        pause(plan.delay);
        if (plan.headGate != null) {
            plan.headGate.pass();
        }
        if (plan.fault == ReplyPlan.Fault.SILENCE) {
            connection.awaitClientGone();
            return After.CLOSE;
        }
        return plan.fault == ReplyPlan.Fault.RESET_BEFORE_HEADERS ? After.RESET : After.KEEP;
    }

    private Map<String, String> headers(Wire wire, String requestId) {
        Map<String, String> headers = new TreeMap<>(wire.headers(requestId));
        plan.headers.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }

    private boolean isCut() {
        return plan.fault == ReplyPlan.Fault.RESET || plan.fault == ReplyPlan.Fault.END;
    }

    private After afterCut() {
        if (plan.fault != ReplyPlan.Fault.RESET) {
            return After.CLOSE;
        }
        pause(BEFORE_RESET);
        return After.RESET;
    }

    private boolean gzip() {
        String accepted = request.header("Accept-Encoding");
        return plan.gzip && accepted != null && accepted.contains("gzip");
    }

    private void pass(int event) {
        Gate gate = plan.gates.get(event);
        if (gate != null) {
            gate.pass();
        }
    }

    private static void pause(Duration pause) {
        if (!pause.isZero()) {
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
