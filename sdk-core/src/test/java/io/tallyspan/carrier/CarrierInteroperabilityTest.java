package io.tallyspan.carrier;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tallyspan.runtime.Counters;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** A JWT library that knows nothing of us reads what we write, and writes what we read. */
class CarrierInteroperabilityTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef-and-more".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.ofEpochSecond(1_795_375_000);

    private final CarrierSecrets secrets = CarrierSecrets.of(CarrierSecret.of("k1", SECRET), null);

    @Test
    void nimbusReadsOurs() throws ParseException, JOSEException {
        CarrierClaims claims = CarrierClaims.issuedAt(NOW, "R-1", "Größe \"x\"\n🔍", "support", "plan/a[1]", "agents");
        String signed = requireNonNull(new CarrierSigner(secrets, new Counters()).sign(claims));
        SignedJWT jwt = SignedJWT.parse(signed);
        assertThat(jwt.verify(new MACVerifier(SECRET))).isTrue();
        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
        assertThat(jwt.getHeader().getKeyID()).isEqualTo("k1");
        JWTClaimsSet read = jwt.getJWTClaimsSet();
        assertThat(read.getStringClaim("run")).isEqualTo("R-1");
        assertThat(read.getStringClaim("cust")).isEqualTo("Größe \"x\"\n🔍");
        assertThat(read.getStringClaim("feat")).isEqualTo("support");
        assertThat(read.getStringClaim("step")).isEqualTo("plan/a[1]");
        assertThat(read.getAudience()).containsExactly("agents");
        assertThat(read.getIssueTime()).isEqualTo(Date.from(NOW));
        assertThat(read.getExpirationTime()).isEqualTo(Date.from(NOW.plusSeconds(300)));
    }

    @Test
    void weReadNimbuss() throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
                new JWTClaimsSet.Builder()
                        .claim("run", "R-1")
                        .claim("cust", "acme")
                        .audience("agents")
                        .issuer("somebody")
                        .issueTime(Date.from(NOW))
                        .expirationTime(Date.from(NOW.plusSeconds(300)))
                        .build());
        jwt.sign(new MACSigner(SECRET));
        CarrierVerifier verifier =
                new CarrierVerifier(secrets, "agents", new FixedTime(NOW.getEpochSecond()), new Counters());
        assertThat(verifier.verify(jwt.serialize()))
                .isEqualTo(new CarrierVerification.Trusted(
                        CarrierClaims.issuedAt(NOW, "R-1", "acme", null, "", "agents")));
    }
}
