package io.tallyspan.config;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A named secret that signs and verifies {@code tallyspan-context}. Immutable; {@code toString} hides the secret. */
public final class CarrierSecret {

    /** RFC 7518, section 3.2: a key for HS256 has 256 bits or more. */
    private static final int MIN_BYTES = 32;

    private final String keyId;
    private final byte[] secret;

    /**
     * A secret, whose bytes are those of the text in UTF-8.
     *
     * @throws TallyspanConfigException if the id is empty or the secret shorter than 32 bytes
     */
    public CarrierSecret(String keyId, String secret) {
        this.keyId = requireNonNull(keyId, "keyId");
        this.secret = requireNonNull(secret, "secret").getBytes(StandardCharsets.UTF_8);
        if (keyId.isEmpty()) {
            throw new TallyspanConfigException("a carrier secret has no key id; write it as kid:secret");
        }
        if (this.secret.length < MIN_BYTES) {
            throw new TallyspanConfigException("the carrier secret " + keyId + " has " + this.secret.length
                    + " bytes; HS256 needs " + MIN_BYTES + " or more (RFC 7518, section 3.2)");
        }
    }

    /** The {@code kid} of carriers signed with this secret. */
    public String keyId() {
        return keyId;
    }

    /** A copy of the secret's bytes. */
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CarrierSecret that && keyId.equals(that.keyId) && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    @Override
    public String toString() {
        return "CarrierSecret[" + keyId + "]";
    }
}
