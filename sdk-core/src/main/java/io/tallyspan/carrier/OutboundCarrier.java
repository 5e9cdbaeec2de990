package io.tallyspan.carrier;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.propagation.TextMapSetter;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends carriers to those whom the policy allows; what it withholds from them it counts. It has no say in whether an
 * exchange is a model call, which must never carry one: its callers have. Safe for use by several threads.
 */
public final class OutboundCarrier {

    private final CarrierPolicy policy;
    private final CarrierSigner signer;
    private final Counters counters;

    /** Carriers by that policy and signer. */
    public OutboundCarrier(CarrierPolicy policy, CarrierSigner signer, Counters counters) {
        this.policy = requireNonNull(policy, "policy");
        this.signer = requireNonNull(signer, "signer");
        this.counters = requireNonNull(counters, "counters");
    }

    /**
     * The header's value for a request to that host, or null for none. A host that is not on the list is not counted:
     * that is the rule for nearly every request.
     *
     * @param claims asked only if the host is on the list
     */
    public @Nullable String headerFor(String host, int port, Supplier<CarrierClaims> claims) {
        return policy.allows(host, port) ? signer.sign(claims.get()) : null;
    }

    /**
     * Writes the carrier into a message. A destination that is not on the list gets none, which is counted
     * ({@code destination}), for here somebody asked for it.
     *
     * @param destination a host, host and port, queue or topic
     * @return whether it was written
     */
    public <C> boolean inject(String destination, CarrierClaims claims, C message, TextMapSetter<C> setter) {
        if (!policy.allows(destination)) {
            counters.add(Counter.CARRIERS_WITHHELD, "destination");
            return false;
        }
        String signed = signer.sign(claims);
        if (signed == null) {
            return false;
        }
        setter.set(message, CarrierPropagator.HEADER, signed);
        return true;
    }
}
