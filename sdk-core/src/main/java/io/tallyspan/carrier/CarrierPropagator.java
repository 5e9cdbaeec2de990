package io.tallyspan.carrier;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.tallyspan.call.CarrierSource;
import io.tallyspan.runtime.Guard;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes trusted carriers off incoming requests and messages, wherever OpenTelemetry extracts. It never injects: a
 * propagator does not know the host that it writes for, and every model provider would learn the customer. Never
 * throws. Safe for use by several threads.
 */
public final class CarrierPropagator implements TextMapPropagator {

    /** The header, and the attribute of messages. */
    public static final String HEADER = CarrierSource.HEADER;

    private static final List<String> FIELDS = List.of(HEADER);

    private final CarrierVerifier verifier;
    private final BiFunction<Context, CarrierClaims, Context> join;
    private final Guard guard;

    /**
     * A propagator.
     *
     * @param join puts trusted claims into a context
     */
    public CarrierPropagator(CarrierVerifier verifier, BiFunction<Context, CarrierClaims, Context> join, Guard guard) {
        this.verifier = requireNonNull(verifier, "verifier");
        this.join = requireNonNull(join, "join");
        this.guard = requireNonNull(guard, "guard");
    }

    /**
     * The one header. Some transports fetch only the attributes that are listed here, and who reuses a carrier for
     * another message is to clear it of these.
     */
    @Override
    public Collection<String> fields() {
        return FIELDS;
    }

    /** Does nothing. */
    @Override
    public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {}

    /** The context joined with the claims of a trusted carrier; else the context as it is. */
    @Override
    public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
        return guard.ask("carrier.extract", () -> joined(context, getter.get(carrier, HEADER)), () -> context);
    }

    private Context joined(Context context, @Nullable String value) {
        if (value == null || !(verifier.verify(value) instanceof CarrierVerification.Trusted trusted)) {
            return context;
        }
        return join.apply(context, trusted.claims());
    }

    @Override
    public String toString() {
        return "CarrierPropagator[" + HEADER + "]";
    }
}
