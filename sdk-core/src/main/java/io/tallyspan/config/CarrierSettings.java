package io.tallyspan.config;

import static java.util.Objects.requireNonNull;

import io.tallyspan.carrier.CarrierPolicy;
import io.tallyspan.carrier.CarrierSecrets;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the header {@code tallyspan-context}.
 *
 * @param secrets the first signs, all verify. With none, nothing is sent or accepted
 * @param policy where it is sent
 * @param audience this process's own name, which {@code aud} of an inbound carrier must be; null if it has none
 */
public record CarrierSettings(
        CarrierSecrets secrets,
        CarrierPolicy policy,
        @Nullable String audience) {

    /** Checks the arguments. */
    public CarrierSettings {
        requireNonNull(secrets, "secrets");
        requireNonNull(policy, "policy");
    }
}
