package io.tallyspan.testing.provider;

import static java.util.Objects.requireNonNull;

import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the provider does with one request: a good answer unless said otherwise, in the dialect of the path it was sent
 * to, and whatever is to go wrong with it. What a reply leaves open (id, text, counts) is derived from the request.
 * Immutable: every method gives a new reply.
 */
public final class Reply {

    private final ReplyPlan plan;

    private Reply(ReplyPlan plan) {
        this.plan = plan;
    }

    /** A good answer, billed. */
    public static Reply ok() {
        return new Reply(new ReplyPlan());
    }

    /** An error in the provider's own shape, with the error type that fits the status. Not billed. */
    public static Reply error(int status) {
        return ok().with(plan -> plan.what(ReplyPlan.What.ERROR, status));
    }

    /** An error body under status 200. Not billed. */
    public static Reply errorWithStatus200() {
        return ok().with(plan -> plan.what(ReplyPlan.What.ERROR, 200));
    }

    /** 429 with {@code Retry-After} in whole seconds (and {@code retry-after-ms} exactly). Not billed. */
    public static Reply rateLimited(Duration retryAfter) {
        return error(429)
                .header("retry-after", Long.toString(retryAfter.toSeconds()))
                .header("retry-after-ms", Long.toString(retryAfter.toMillis()));
    }

    /** Azure's 400 for a filtered prompt: the prompt is billed, and no usage is stated. */
    public static Reply contentFiltered() {
        return ok().with(plan -> plan.what(ReplyPlan.What.CONTENT_FILTER, 400));
    }

    /** The answer is generated and billed; the connection is reset before a byte of it is sent. */
    public static Reply resetBeforeHeaders() {
        return ok().with(plan -> plan.fault(ReplyPlan.Fault.RESET_BEFORE_HEADERS, 0));
    }

    /** The answer is generated and billed, and nothing is sent until the client gives up: its timeout. */
    public static Reply timesOut() {
        return ok().with(plan -> plan.fault(ReplyPlan.Fault.SILENCE, 0));
    }

    /** These bytes and nothing else, also at paths that the provider does not know. Not billed. */
    public static Reply raw(int status, String contentType, byte[] body) {
        return ok().with(plan -> {
            plan.what(ReplyPlan.What.RAW, status);
            plan.contentType = contentType;
            plan.raw = body.clone();
        });
    }

    /** The counts, normalised as {@link Usage} defines them; each dialect writes them by its own arithmetic. */
    public Reply usage(Usage usage) {
        return with(plan -> plan.usage = requireNonNull(usage, "usage"));
    }

    /** Billing lines (Anthropic's {@code iterations}); the books hold their sums. */
    public Reply lines(List<UsageLine> lines) {
        Usage.Builder sum = Usage.builder();
        lines.forEach(line -> sum.add(line.usage()));
        return with(plan -> {
            plan.lines = List.copyOf(lines);
            plan.usage = sum.build();
        });
    }

    /** The answer is billed and states no usage. */
    public Reply withoutUsage() {
        return with(plan -> plan.statesUsage = false);
    }

    /** The response's id, whatever its shape. An id the books know already is a replay and is billed no second time. */
    public Reply id(String id) {
        return with(plan -> plan.id = requireNonNull(id, "id"));
    }

    /** The answer that the first such request got, out of a cache: same id, same bytes, billed once. */
    public Reply cached() {
        return with(plan -> plan.cached = true);
    }

    /** The model that the answer names. */
    public Reply model(String model) {
        return with(plan -> plan.model = requireNonNull(model, "model"));
    }

    /** The service tier that the answer names. */
    public Reply tier(String tier) {
        return with(plan -> plan.tier = requireNonNull(tier, "tier"));
    }

    /** What the model says. */
    public Reply text(String text) {
        return with(plan -> plan.text = requireNonNull(text, "text"));
    }

    /** The model asks for tools instead of saying something. */
    public Reply toolCalls(ToolCall... calls) {
        return with(plan -> plan.toolCalls = List.of(calls));
    }

    /** Into how many deltas a stream cuts the text. */
    public Reply chunks(int chunks) {
        return with(plan -> plan.chunks = chunks);
    }

    /** Anthropic streams: states the output so far, cumulatively, after every text delta. */
    public Reply cumulativeDeltas() {
        return with(plan -> plan.cumulativeDeltas = true);
    }

    /** A response of OpenAI's {@code responses} that failed and yet states usage: billed. */
    public Reply failed() {
        return with(plan -> plan.failed = true);
    }

    /** A background response is {@code in_progress} for that many fetches before it is {@code completed}. */
    public Reply polls(int polls) {
        return with(plan -> plan.polls = polls);
    }

    /** Waits that long before the head. */
    public Reply after(Duration delay) {
        return with(plan -> plan.delay = delay);
    }

    /** Waits that long before each event of a stream but the first. */
    public Reply drip(Duration pause) {
        return with(plan -> plan.drip = pause);
    }

    /** Sends nothing, not even the head, until the gate opens. */
    public Reply gate(Gate gate) {
        return with(plan -> plan.headGate = gate);
    }

    /** Sends the event of that index (from 0, comments not counted) only when the gate is open. */
    public Reply gateBefore(int event, Gate gate) {
        Map<Integer, Gate> gates = new TreeMap<>(plan.gates);
        gates.put(event, gate);
        return with(plan -> plan.gates = Map.copyOf(gates));
    }

    /** Sends a comment (OpenAI) or ping (Anthropic) before each event of a stream. */
    public Reply keepAlives() {
        return with(plan -> plan.keepAlives = true);
    }

    /** Compresses the body if the request accepts gzip. */
    public Reply gzip() {
        return with(plan -> plan.gzip = true);
    }

    /** Sends the body in pieces of at most that many bytes, cutting events and characters anywhere. */
    public Reply fragments(int bytes) {
        return with(plan -> plan.fragment = bytes);
    }

    /** Adds or replaces a header. */
    public Reply header(String name, String value) {
        Map<String, String> headers = new TreeMap<>(plan.headers);
        headers.put(name, value);
        return with(plan -> plan.headers = Map.copyOf(headers));
    }

    /** Labels the body with that content type, whatever it is. */
    public Reply contentType(String contentType) {
        return with(plan -> plan.contentType = contentType);
    }

    /** Resets the connection after that many events of a stream, or half way through a plain body. */
    public Reply resetAfter(int events) {
        return with(plan -> plan.fault(ReplyPlan.Fault.RESET, events));
    }

    /** Ends a stream in good HTTP order after that many events, without its last ones. */
    public Reply endAfter(int events) {
        return with(plan -> plan.fault(ReplyPlan.Fault.END, events));
    }

    /** Sends the provider's error event after that many events of a stream, and ends it. */
    public Reply errorAfter(int events) {
        return with(plan -> plan.fault(ReplyPlan.Fault.ERROR_EVENT, events));
    }

    /** Sends a plain body up to its usage, in good HTTP order: JSON that does not close. */
    public Reply truncated() {
        return with(plan -> plan.fault(ReplyPlan.Fault.TRUNCATED, 0));
    }

    ReplyPlan plan() {
        return plan;
    }

    private Reply with(Consumer<ReplyPlan> change) {
        ReplyPlan copy = plan.copy();
        change.accept(copy);
        return new Reply(copy);
    }
}
