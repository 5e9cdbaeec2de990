package io.tallyspan.carrier;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that processes share, under the name that the header's {@code kid} gives. Never shows its bytes. Immutable,
 * safe for use by several threads.
 */
public final class CarrierSecret {

    /** RFC 7518, section 3.2: a key of the size of the hash or larger. */
    private static final int MIN_BYTES = 32;

    private static final Pattern KEY_ID = Pattern.compile("[0-9A-Za-z._-]{1,64}");
    private static final String HMAC = "HmacSHA256";

    private final String keyId;
    private final SecretKeySpec key;

    private CarrierSecret(String keyId, SecretKeySpec key) {
        this.keyId = keyId;
        this.key = key;
    }

    /**
     * A secret.
     *
     * @param keyId 1 to 64 letters, digits, {@code .}, {@code _}, {@code -}
     * @param secret at least 32 bytes, as random as can be; copied
     * @throws IllegalArgumentException if either is not so; the message never shows the secret
     */
    public static CarrierSecret of(String keyId, byte[] secret) {
        if (!KEY_ID.matcher(requireNonNull(keyId, "keyId")).matches()) {
            throw new IllegalArgumentException(
                    "the key id of a carrier secret must be 1 to 64 letters, digits, '.', '_' or '-'");
        }
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException("the carrier secret with key id '" + keyId + "' has " + secret.length
                    + " bytes, HS256 needs at least " + MIN_BYTES
                    + ": make one with 'openssl rand -base64 48'");
        }
        return new CarrierSecret(keyId, new SecretKeySpec(secret, HMAC));
    }

    /**
     * A secret as it stands in configuration: {@code <key id>:<secret>}, the secret being the UTF-8 bytes of all that
     * follows the first colon.
     *
     * @throws IllegalArgumentException as {@link #of}; also without a colon
     */
    public static CarrierSecret parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "a carrier secret is written <key id>:<secret>; there is no colon in it");
        }
        return of(text.substring(0, colon), text.substring(colon + 1).getBytes(StandardCharsets.UTF_8));
    }

    /** The name of the secret, which may be shown. */
    public String keyId() {
        return keyId;
    }

    byte[] hmac(byte[] signingInput) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(signingInput);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no " + HMAC + ", which it must have", e);
        }
    }

    @Override
    public String toString() {
        return "CarrierSecret[" + keyId + "]";
    }
}
