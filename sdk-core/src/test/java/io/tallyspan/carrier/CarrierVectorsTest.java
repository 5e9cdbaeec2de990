package io.tallyspan.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyspan.id.Vectors;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CarrierVectorsTest {

    @Test
    void everyVectorHolds() throws IOException {
        List<JsonNode> vectors = Vectors.read("carrier-vectors.jsonl");
        assertThat(vectors).hasSizeGreaterThan(40);
        for (JsonNode vector : vectors) {
            Counters counters = new Counters();
            CarrierVerifier verifier = new CarrierVerifier(
                    secrets(vector.get("secrets")),
                    text(vector, "audience"),
                    new FixedTime(vector.get("now").asLong()),
                    counters);
            String name = vector.get("name").asText();
            String result = vector.get("result").asText();
            CarrierVerification verification =
                    verifier.verify(vector.get("carrier").asText());
            if (result.equals("trusted")) {
                assertThat(verification)
                        .as(name)
                        .isEqualTo(new CarrierVerification.Trusted(claims(vector.get("claims"))));
                assertThat(counters.get(Counter.CARRIERS_REJECTED)).isZero();
            } else {
                CarrierVerification.Reason reason = CarrierVerification.Reason.valueOf(result.toUpperCase(Locale.ROOT));
                assertThat(verification).as(name).isEqualTo(new CarrierVerification.Rejected(reason));
                assertThat(counters.get(Counter.CARRIERS_REJECTED, result))
                        .as(name)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void vectorsCoverEveryReasonThatASecretHolderCanGive() throws IOException {
        List<String> results = Vectors.read("carrier-vectors.jsonl").stream()
                .map(vector -> vector.get("result").asText())
                .toList();
        for (CarrierVerification.Reason reason : CarrierVerification.Reason.values()) {
            if (reason != CarrierVerification.Reason.NO_SECRET) {
                assertThat(results).contains(reason.label());
            }
        }
    }

    private static CarrierSecrets secrets(JsonNode secrets) {
        return CarrierSecrets.of(secret(secrets, "k1"), secret(secrets, "k2"));
    }

    private static CarrierSecret secret(JsonNode secrets, String keyId) {
        return CarrierSecret.of(keyId, secrets.get(keyId).asText().getBytes(StandardCharsets.UTF_8));
    }

    private static CarrierClaims claims(JsonNode claims) {
        String step = text(claims, "step");
        return new CarrierClaims(
                claims.get("run").asText(),
                text(claims, "cust"),
                text(claims, "feat"),
                step == null ? "" : step,
                text(claims, "aud"),
                Instant.ofEpochSecond(claims.get("iat").asLong()),
                Instant.ofEpochSecond(claims.get("exp").asLong()));
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }
}
