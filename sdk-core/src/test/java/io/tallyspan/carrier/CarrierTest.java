package io.tallyspan.carrier;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CarrierTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_795_375_000);
    private static final ContextKey<CarrierClaims> JOINED = ContextKey.named("joined");
    private static final String SECRET = "correct horse battery staple, 32+";
    private static final CarrierSecret FIRST = CarrierSecret.parse("k1:" + SECRET);
    private static final CarrierSecret SECOND = CarrierSecret.parse("k2:" + SECRET + ":second");
    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private final Counters counters = new Counters();
    private final Guard guard = new Guard(counters);
    private final CarrierClaims claims = CarrierClaims.issuedAt(NOW, "R-1", "acme", "support", "plan", null);

    private String sign(CarrierSecrets secrets) {
        return requireNonNull(new CarrierSigner(secrets, counters).sign(claims));
    }

    private CarrierVerifier verifier(CarrierSecrets secrets) {
        return new CarrierVerifier(secrets, null, new FixedTime(NOW.getEpochSecond()), counters);
    }

    private CarrierPropagator propagator(CarrierSecrets secrets) {
        return new CarrierPropagator(verifier(secrets), (context, trusted) -> context.with(JOINED, trusted), guard);
    }

    @Test
    void secretsRotateWithoutAGap() {
        CarrierSecrets old = CarrierSecrets.of(FIRST, null);
        CarrierSecrets oldAndNew = CarrierSecrets.of(FIRST, SECOND);
        CarrierSecrets newAndOld = CarrierSecrets.of(SECOND, FIRST);
        CarrierVerification trusted = new CarrierVerification.Trusted(claims);
        assertThat(verifier(old).verify(sign(oldAndNew))).isEqualTo(trusted);
        assertThat(verifier(oldAndNew).verify(sign(newAndOld))).isEqualTo(trusted);
        assertThat(verifier(newAndOld).verify(sign(oldAndNew))).isEqualTo(trusted);
        assertThat(verifier(CarrierSecrets.of(SECOND, null)).verify(sign(old)))
                .isEqualTo(new CarrierVerification.Rejected(CarrierVerification.Reason.UNKNOWN_KEY));
    }

    @Test
    void withoutASecretNothingIsSentOrAccepted() {
        assertThat(new CarrierSigner(CarrierSecrets.none(), counters).sign(claims))
                .isNull();
        assertThat(counters.get(Counter.CARRIERS_WITHHELD, "no_secret")).isEqualTo(1);
        assertThat(verifier(CarrierSecrets.none()).verify(sign(CarrierSecrets.of(FIRST, null))))
                .isEqualTo(new CarrierVerification.Rejected(CarrierVerification.Reason.NO_SECRET));
        assertThat(counters.get(Counter.CARRIERS_REJECTED, "no_secret")).isEqualTo(1);
    }

    @Test
    void secretsNeverShow() {
        assertThat(FIRST).hasToString("CarrierSecret[k1]");
        assertThat(CarrierSecrets.of(FIRST, SECOND))
                .hasToString("CarrierSecrets[CarrierSecret[k1], CarrierSecret[k2]]");
        assertThatThrownBy(() -> CarrierSecret.parse("k1:too short for HS256"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the carrier secret with key id 'k1' has 19 bytes, HS256 needs at least 32:"
                        + " make one with 'openssl rand -base64 48'");
        assertThatThrownBy(() -> CarrierSecret.parse(SECRET)).hasMessageNotContaining("horse");
        assertThatThrownBy(() -> CarrierSecret.parse(SECRET + ":" + SECRET)).hasMessageNotContaining("horse");
        assertThatThrownBy(() -> CarrierSecrets.of(FIRST, FIRST)).hasMessageContaining("'k1'");
    }

    @Test
    void aCarrierTooLargeIsWithheld() {
        CarrierClaims large = CarrierClaims.issuedAt(NOW, "R-1", "c".repeat(4000), null, "", null);
        assertThat(new CarrierSigner(CarrierSecrets.of(FIRST, null), counters).sign(large))
                .isNull();
        assertThat(counters.get(Counter.CARRIERS_WITHHELD, "too_large")).isEqualTo(1);
    }

    @Test
    void noTextMakesTheVerifierThrow() {
        CarrierVerifier verifier = verifier(CarrierSecrets.of(FIRST, SECOND));
        String good = sign(CarrierSecrets.of(FIRST, null));
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(good);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(300));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, (char) random.nextInt(128));
                }
            }
            if (!text.toString().equals(good)) {
                assertThat(verifier.verify(text.toString())).isInstanceOf(CarrierVerification.Rejected.class);
            }
        }
    }

    @Test
    void thePropagatorExtractsWhatIsTrusted() {
        CarrierSecrets secrets = CarrierSecrets.of(FIRST, null);
        Context joined =
                propagator(secrets).extract(Context.root(), Map.of("tallyspan-context", sign(secrets)), GETTER);
        assertThat(joined.get(JOINED)).isEqualTo(claims);
        assertThat(Baggage.fromContext(joined).isEmpty()).isTrue();
    }

    @Test
    void thePropagatorLeavesTheContextAloneOtherwise() {
        CarrierPropagator propagator = propagator(CarrierSecrets.of(FIRST, null));
        Context root = Context.root();
        assertThat(propagator.extract(root, Map.of(), GETTER)).isSameAs(root);
        assertThat(propagator.extract(root, null, GETTER)).isSameAs(root);
        assertThat(propagator.extract(root, Map.of("tallyspan-context", "x"), GETTER))
                .isSameAs(root);
        assertThat(counters.get(Counter.CARRIERS_REJECTED, "malformed")).isEqualTo(1);
    }

    @Test
    void thePropagatorSurvivesABrokenApplication() {
        CarrierPropagator propagator = new CarrierPropagator(
                verifier(CarrierSecrets.of(FIRST, null)),
                (context, trusted) -> {
                    throw new IllegalStateException("broken");
                },
                guard);
        Map<String, String> incoming = Map.of("tallyspan-context", sign(CarrierSecrets.of(FIRST, null)));
        assertThat(propagator.extract(Context.root(), incoming, GETTER)).isSameAs(Context.root());
        assertThat(counters.get(Counter.GUARDED, "carrier.extract")).isEqualTo(1);
    }

    @Test
    void thePropagatorNeverInjects() {
        Map<String, String> outgoing = new HashMap<>();
        propagator(CarrierSecrets.of(FIRST, null)).inject(Context.root().with(JOINED, claims), outgoing, Map::put);
        assertThat(outgoing).isEmpty();
    }

    @Test
    void onlyListedDestinationsGetOne() {
        CarrierSecrets secrets = CarrierSecrets.of(FIRST, null);
        OutboundCarrier outbound = new OutboundCarrier(
                CarrierPolicy.of(List.of("agents.example.com", "orders")),
                new CarrierSigner(secrets, counters),
                counters);
        assertThat(outbound.headerFor("agents.example.com", 443, () -> claims)).isEqualTo(sign(secrets));
        assertThat(outbound.headerFor("api.openai.com", 443, () -> {
                    throw new AssertionError("claims are not asked for");
                }))
                .isNull();
        assertThat(counters.get(Counter.CARRIERS_WITHHELD)).isZero();
        Map<String, String> message = new HashMap<>();
        assertThat(outbound.inject("payments", claims, message, Map::put)).isFalse();
        assertThat(message).isEmpty();
        assertThat(counters.get(Counter.CARRIERS_WITHHELD, "destination")).isEqualTo(1);
        assertThat(outbound.inject("orders", claims, message, Map::put)).isTrue();
        assertThat(message).containsOnlyKeys("tallyspan-context");
    }

    @Test
    void claimsAreChecked() {
        assertThatThrownBy(() -> CarrierClaims.issuedAt(NOW, "", null, null, "", null))
                .hasMessage("run is empty");
        assertThatThrownBy(() -> new CarrierClaims("r", null, null, "", null, NOW, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
