package io.tallyspan.carrier;

import static io.tallyspan.carrier.CarrierVerification.Reason.ALGORITHM;
import static io.tallyspan.carrier.CarrierVerification.Reason.AUDIENCE;
import static io.tallyspan.carrier.CarrierVerification.Reason.CRITICAL;
import static io.tallyspan.carrier.CarrierVerification.Reason.EXPIRED;
import static io.tallyspan.carrier.CarrierVerification.Reason.LIFETIME;
import static io.tallyspan.carrier.CarrierVerification.Reason.MALFORMED;
import static io.tallyspan.carrier.CarrierVerification.Reason.NOT_YET_VALID;
import static io.tallyspan.carrier.CarrierVerification.Reason.NO_SECRET;
import static io.tallyspan.carrier.CarrierVerification.Reason.SIGNATURE;
import static io.tallyspan.carrier.CarrierVerification.Reason.TOO_LARGE;
import static io.tallyspan.carrier.CarrierVerification.Reason.UNKNOWN_KEY;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.TimeSource;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Checks carriers. Whatever text it is given, it answers and does not throw; what it rejects it counts. Nothing behind
 * the header is parsed before the signature is known to be right. Safe for use by several threads.
 */
public final class CarrierVerifier {

    private static final long SKEW_SECONDS = 60;

    private final CarrierSecrets secrets;
    private final @Nullable String audience;
    private final TimeSource time;
    private final Counters counters;
    private final CarrierParser parser = new CarrierParser();

    /**
     * A verifier.
     *
     * @param secrets whose carriers are trusted
     * @param audience this process's own name. A carrier with {@code aud} must name it; with null such a carrier is for
     *     somebody else (RFC 7519, section 4.1.3). A carrier without {@code aud} is for whoever has the secret
     */
    public CarrierVerifier(CarrierSecrets secrets, @Nullable String audience, TimeSource time, Counters counters) {
        this.secrets = requireNonNull(secrets, "secrets");
        this.audience = audience;
        this.time = requireNonNull(time, "time");
        this.counters = requireNonNull(counters, "counters");
    }

    /** Checks the value of a {@code tallyspan-context} header. */
    public CarrierVerification verify(String carrier) {
        try {
            return new CarrierVerification.Trusted(claims(carrier));
        } catch (CarrierRejection e) {
            counters.add(Counter.CARRIERS_REJECTED, e.reason().label());
            return new CarrierVerification.Rejected(e.reason());
        }
    }

    private CarrierClaims claims(String carrier) throws CarrierRejection {
        require(!secrets.isEmpty(), NO_SECRET);
        require(carrier.length() <= CarrierFormat.MAX_LENGTH, TOO_LARGE);
        int first = carrier.indexOf('.');
        int second = carrier.indexOf('.', first + 1);
        require(first > 0 && second > 0 && carrier.indexOf('.', second + 1) < 0, MALFORMED);
        CarrierParser.Header header = parser.header(decode(carrier.substring(0, first)));
        byte[] payload = decode(carrier.substring(first + 1, second));
        byte[] signature = decode(carrier.substring(second + 1));

        require(CarrierFormat.ALGORITHM.equals(header.algorithm()), ALGORITHM);
        require(!header.critical(), CRITICAL);
        CarrierSecret secret = header.keyId() == null ? null : secrets.named(header.keyId());
        if (secret == null) {
            throw new CarrierRejection(UNKNOWN_KEY);
        }
        byte[] expected = secret.hmac(carrier.substring(0, second).getBytes(US_ASCII));
        require(MessageDigest.isEqual(expected, signature), SIGNATURE);
        return inTimeAndForUs(parser.payload(payload));
    }

    private CarrierClaims inTimeAndForUs(CarrierParser.Payload payload) throws CarrierRejection {
        long now = TimeUnit.NANOSECONDS.toSeconds(time.epochNanos());
        long lifetime = payload.expiresAt() - payload.issuedAt();
        require(lifetime > 0 && lifetime <= CarrierClaims.LIFETIME.toSeconds(), LIFETIME);
        require(Math.max(payload.issuedAt(), payload.notBefore()) <= now + SKEW_SECONDS, NOT_YET_VALID);
        require(now < payload.expiresAt() + SKEW_SECONDS, EXPIRED);
        boolean addressed = !payload.audiences().isEmpty();
        require(!addressed || (audience != null && payload.audiences().contains(audience)), AUDIENCE);
        return new CarrierClaims(
                payload.run(),
                payload.customer(),
                payload.feature(),
                payload.stepPath(),
                addressed ? audience : null,
                Instant.ofEpochSecond(payload.issuedAt()),
                Instant.ofEpochSecond(payload.expiresAt()));
    }

    private static byte[] decode(String text) throws CarrierRejection {
        byte[] bytes = CarrierFormat.decode(text);
        if (bytes == null) {
            throw new CarrierRejection(MALFORMED);
        }
        return bytes;
    }

    private static void require(boolean condition, CarrierVerification.Reason otherwise) throws CarrierRejection {
        if (!condition) {
            throw new CarrierRejection(otherwise);
        }
    }
}
