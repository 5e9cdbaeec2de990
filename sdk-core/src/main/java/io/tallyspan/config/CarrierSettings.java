package io.tallyspan.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the header {@code tallyspan-context}.
 *
 * @param secrets none, one or two; the first signs, all verify. With none, nothing is sent or accepted
 * @param hosts where it is sent: names in lower case, with {@code :port} or for any port
 * @param audience what {@code aud} of an inbound carrier must be; null for no demand
 */
public record CarrierSettings(
        List<CarrierSecret> secrets,
        Set<String> hosts,
        @Nullable String audience) {

    /** Checks and copies the arguments. */
    public CarrierSettings {
        secrets = List.copyOf(requireNonNull(secrets, "secrets"));
        hosts = Set.copyOf(requireNonNull(hosts, "hosts"));
        if (secrets.size() > 2) {
            throw new TallyspanConfigException(
                    "there are " + secrets.size() + " carrier secrets; two overlap while keys rotate, more do not");
        }
        if (secrets.size() == 2 && secrets.get(0).keyId().equals(secrets.get(1).keyId())) {
            throw new TallyspanConfigException(
                    "both carrier secrets have the key id " + secrets.get(0).keyId() + "; give each its own");
        }
    }
}
