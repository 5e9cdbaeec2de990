package io.tallyspan;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.tallyspan.attribution.Attribution;
import io.tallyspan.attribution.Attributor;
import io.tallyspan.attribution.CallOrigin;
import io.tallyspan.carrier.CarrierClaims;
import io.tallyspan.carrier.CarrierPolicy;
import io.tallyspan.carrier.CarrierPropagator;
import io.tallyspan.carrier.CarrierSigner;
import io.tallyspan.carrier.CarrierVerifier;
import io.tallyspan.carrier.OutboundCarrier;
import io.tallyspan.config.CarrierSettings;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.TimeSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The carrier, wired to the scopes of one instance. */
final class Carriers {

    private final Attributor attributor;
    private final TimeSource time;
    private final CarrierPolicy policy;
    private final OutboundCarrier outbound;
    private final CarrierPropagator propagator;

    Carriers(CarrierSettings settings, Attributor attributor, TimeSource time, Counters counters, Guard guard) {
        this.attributor = attributor;
        this.time = time;
        this.policy = settings.policy();
        this.outbound =
                new OutboundCarrier(settings.policy(), new CarrierSigner(settings.secrets(), counters), counters);
        this.propagator = new CarrierPropagator(
                new CarrierVerifier(settings.secrets(), settings.audience(), time, counters),
                (context, claims) ->
                        attributor.join(context, claims.run(), claims.customer(), claims.feature(), claims.stepPath()),
                guard);
    }

    CarrierPropagator propagator() {
        return propagator;
    }

    /** The header for a request; null outside any scope, where there is nothing to carry. */
    @Nullable
    String headerFor(RequestTarget target, Context context) {
        if (!policy.allows(target.host(), target.port())) {
            return null;
        }
        CallOrigin origin = attributor.origin(context);
        return origin.scoped() ? outbound.headerFor(target.host(), target.port(), () -> claims(origin)) : null;
    }

    <C> boolean inject(String destination, C message, TextMapSetter<C> setter) {
        CallOrigin origin = attributor.origin(Context.current());
        return origin.scoped() && outbound.inject(destination, claims(origin), message, setter);
    }

    private CarrierClaims claims(CallOrigin origin) {
        Attribution who = origin.attribution();
        long epochNanos = time.epochNanos();
        Instant now = Instant.ofEpochSecond(epochNanos / 1_000_000_000L);
        return CarrierClaims.issuedAt(now, who.runId(), who.customerId(), who.feature(), who.stepPath(), null);
    }
}
