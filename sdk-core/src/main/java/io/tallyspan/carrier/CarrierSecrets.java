package io.tallyspan.carrier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that a process knows: none, one, or two while they are being rotated. Immutable, safe for use by several
 * threads.
 *
 * <p>To rotate: give every process the new secret as the second, then make it the first everywhere, then, five minutes
 * later, drop the old one.
 */
public final class CarrierSecrets {

    private static final CarrierSecrets NONE = new CarrierSecrets(List.of());

    private final List<CarrierSecret> secrets;

    private CarrierSecrets(List<CarrierSecret> secrets) {
        this.secrets = secrets;
    }

    /** No secret: nothing is sent or accepted. */
    public static CarrierSecrets none() {
        return NONE;
    }

    /**
     * One secret or two.
     *
     * @param signing signs and is accepted
     * @param alsoAccepted is accepted only, or null
     * @throws IllegalArgumentException if both have one key id
     */
    public static CarrierSecrets of(CarrierSecret signing, @Nullable CarrierSecret alsoAccepted) {
        if (alsoAccepted == null) {
            return new CarrierSecrets(List.of(signing));
        }
        if (signing.keyId().equals(alsoAccepted.keyId())) {
            throw new IllegalArgumentException("both carrier secrets have the key id '" + signing.keyId()
                    + "': while they rotate each needs its own");
        }
        return new CarrierSecrets(List.of(signing, alsoAccepted));
    }

    /** Whether there is no secret at all. */
    public boolean isEmpty() {
        return secrets.isEmpty();
    }

    @Nullable
    CarrierSecret signing() {
        return secrets.isEmpty() ? null : secrets.get(0);
    }

    @Nullable
    CarrierSecret named(String keyId) {
        for (CarrierSecret secret : secrets) {
            if (secret.keyId().equals(keyId)) {
                return secret;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "CarrierSecrets" + secrets;
    }
}
