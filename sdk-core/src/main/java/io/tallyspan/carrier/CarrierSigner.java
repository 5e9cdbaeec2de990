package io.tallyspan.carrier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes carriers. Safe for use by several threads. */
public final class CarrierSigner {

    private final CarrierSecrets secrets;
    private final Counters counters;
    private final JsonFactory json = CarrierFormat.json();

    /** A signer with the first of the secrets; with none it signs nothing. */
    public CarrierSigner(CarrierSecrets secrets, Counters counters) {
        this.secrets = requireNonNull(secrets, "secrets");
        this.counters = requireNonNull(counters, "counters");
    }

    /**
     * The claims as a compact JWS, at most 4,096 characters of ASCII. Null, and counted as withheld, without a secret
     * ({@code no_secret}) or if it would be longer ({@code too_large}).
     */
    public @Nullable String sign(CarrierClaims claims) {
        CarrierSecret secret = secrets.signing();
        if (secret == null) {
            return withheld("no_secret");
        }
        String signingInput = CarrierFormat.encode(header(secret)) + '.' + CarrierFormat.encode(payload(claims));
        String signed = signingInput + '.' + CarrierFormat.encode(secret.hmac(signingInput.getBytes(US_ASCII)));
        return signed.length() <= CarrierFormat.MAX_LENGTH ? signed : withheld("too_large");
    }

    private @Nullable String withheld(String reason) {
        counters.add(Counter.CARRIERS_WITHHELD, reason);
        return null;
    }

    private byte[] header(CarrierSecret secret) {
        return object(out -> {
            out.writeStringField("alg", CarrierFormat.ALGORITHM);
            out.writeStringField("kid", secret.keyId());
        });
    }

    private byte[] payload(CarrierClaims claims) {
        return object(out -> {
            out.writeStringField("run", claims.run());
            writeIfPresent(out, "cust", claims.customer());
            writeIfPresent(out, "feat", claims.feature());
            writeIfPresent(out, "step", claims.stepPath());
            writeIfPresent(out, "aud", claims.audience());
            out.writeNumberField("iat", claims.issuedAt().getEpochSecond());
            out.writeNumberField("exp", claims.expiresAt().getEpochSecond());
        });
    }

    private static void writeIfPresent(JsonGenerator out, String name, @Nullable String value) throws IOException {
        if (value != null && !value.isEmpty()) {
            out.writeStringField(name, value);
        }
    }

    private byte[] object(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused a write", e);
        }
        return bytes.toByteArray();
    }

    private interface Fields {
        void write(JsonGenerator out) throws IOException;
    }
}
