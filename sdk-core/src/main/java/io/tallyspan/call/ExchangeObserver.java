package io.tallyspan.call;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.reader.Recognition;
import io.tallyspan.runtime.Counter;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Where every HTTP integration reports its exchanges. An integration asks {@link #begin} before it sends a request, and
 * if that gives an {@link ObservedExchange}, tells it what happens, in order. Nothing here throws, blocks or holds a
 * byte back. Safe for use by several threads.
 */
public final class ExchangeObserver implements AutoCloseable {

    private final ObserverParts parts;
    private final CallResolver calls;
    private final Reporter reporter;
    private final OpenExchanges open;
    private final CarrierSource carrier;

    /**
     * An observer made of these parts.
     *
     * @param carrier writes the {@code tallyspan-context} header of requests that are no model calls
     */
    public ExchangeObserver(ObserverParts parts, CarrierSource carrier) {
        this.parts = requireNonNull(parts, "parts");
        this.carrier = requireNonNull(carrier, "carrier");
        this.calls = new CallResolver(parts.time(), parts.retryWindow().toNanos());
        this.reporter = new Reporter(parts);
        this.open = new OpenExchanges(
                parts.time(), parts.guard(), parts.idleTimeout().toNanos());
    }

    /**
     * A request is about to be sent.
     *
     * @param target where it goes
     * @param context the context in which the application made the request, which is not always the current one
     * @return the exchange to tell the rest to, or null if the request is no model call
     */
    public @Nullable ObservedExchange begin(RequestTarget target, Context context) {
        return parts.guard().askOrNull("recognition", () -> recognise(target, context));
    }

    private @Nullable ObservedExchange recognise(RequestTarget target, Context context) {
        if (!parts.enabled()) {
            return null;
        }
        Recognition recognition = parts.formats().recognise(target);
        if (recognition instanceof Recognition.Unsupported unsupported) {
            parts.counters().add(Counter.UNSUPPORTED, unsupported.template());
            return null;
        }
        if (!(recognition instanceof Recognition.ModelCall call)) {
            return null;
        }
        ObservedExchange outer = ObservedExchange.in(context);
        if (outer != null && outer.keeps(reporter, target)) {
            return null;
        }
        return new ObservedExchange(parts, calls, reporter, open, call.endpoint(), target, context);
    }

    /** Whether streams may be asked for their usage at all: if not, nobody needs to ask {@link #streamUsage}. */
    public boolean includesUsage() {
        return parts.enabled() && parts.includeUsage();
    }

    /**
     * What asks for the usage of a streamed answer, for an integration that prepares a request before its exchange
     * begins; null if nothing is to be asked.
     */
    public @Nullable StreamUsage streamUsage(RequestTarget target) {
        return parts.guard()
                .askOrNull(
                        "include usage",
                        () -> includesUsage() && parts.formats().recognise(target) instanceof Recognition.ModelCall call
                                ? StreamUsage.of(call.endpoint(), target, parts.guard())
                                : null);
    }

    /**
     * Opens a call above the wire, for a wrapper of something that yields exactly one model response. The exchanges
     * made within {@link OpenCall#context()} join it.
     *
     * @param operation the value of {@code gen_ai.operation.name}
     * @param canonicalForm the request in a form that is equal for equal requests and says nothing else; only its hash
     *     is kept
     * @param context the context in which the application makes the call
     */
    public OpenCall openCall(String operation, String canonicalForm, Context context) {
        requireNonNull(operation, "operation");
        return calls.open(operation, canonicalForm, parts.attributor().origin(context), context);
    }

    /**
     * Records what was spent beside model calls.
     *
     * @param unit the unit's name, such as {@code gpu_minutes}
     * @param quantity how much of it
     * @param key an idempotency key, equal for equal deliveries; null or empty for none
     * @param context the context in which it was spent
     * @throws IllegalArgumentException if unit, quantity or key cannot be recorded; the message says why
     */
    public void record(String unit, BigDecimal quantity, @Nullable String key, Context context) {
        CustomUsage usage = new CustomUsage(requireNonNull(unit, "unit"), requireNonNull(quantity, "quantity"), key);
        if (parts.enabled()) {
            parts.guard().run("recorded usage", () -> usage.report(parts, calls, reporter, context));
        }
    }

    /**
     * The value of the {@link CarrierSource#HEADER} to add to a request that is no model call and has no such header
     * yet; null for none.
     */
    public @Nullable String outboundCarrier(RequestTarget target, Context context) {
        return parts.guard()
                .askOrNull(
                        "carrier",
                        () -> parts.enabled()
                                        && target.headers().first(CarrierSource.HEADER) == null
                                        && parts.formats().recognise(target) instanceof Recognition.Foreign
                                ? carrier.carrierFor(target, context)
                                : null);
    }

    /** Ends every exchange that is still open, with what it has said so far. */
    @Override
    public void close() {
        open.close();
    }
}
