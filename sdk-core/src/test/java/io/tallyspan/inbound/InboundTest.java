package io.tallyspan.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.Attribution;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.config.TallyspanConfigException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks, by the rules of the configuration and by a trusted carrier. */
class InboundTest {

    private static final String SECRET = "a:0123456789012345678901234567890123456789";

    /** A request of parts. */
    private record Request(
            Map<String, String> headers,
            Map<String, String> claims,
            @Nullable String principal) implements InboundRequest {

        static Request header(String name, String value) {
            return new Request(Map.of(name, value), Map.of(), null);
        }

        @Override
        public @Nullable String header(String name) {
            return headers.get(name);
        }

        @Override
        public @Nullable String claim(String name) {
            return claims.get(name);
        }
    }

    private final Tallyspan tallyspan = Tallyspan.builder()
            .sink(record -> {})
            .set("tallyspan.inbound.customer", "header:X-Customer, claim:tenant, baggage:customer.id")
            .set("tallyspan.inbound.feature", "header:X-Feature")
            .set("tallyspan.inbound.user", "principal")
            .set("tallyspan.carrier.secrets", SECRET)
            .set("tallyspan.carrier.hosts", "me")
            .build();

    @AfterEach
    void close() {
        tallyspan.close();
        assertThat(Context.current()).isEqualTo(Context.root());
    }

    @Test
    void theFirstPlaceThatHoldsSomethingSaysIt() {
        assertThat(customerOf(Request.header("X-Customer", "acme"))).isEqualTo("acme");
        assertThat(customerOf(new Request(Map.of("X-Customer", " "), Map.of("tenant", "globex"), null)))
                .isEqualTo("globex");
        try (Scope baggage =
                Baggage.builder().put("customer.id", "initech").build().makeCurrent()) {
            assertThat(customerOf(new Request(Map.of(), Map.of(), null))).isEqualTo("initech");
        }
        assertThat(customerOf(new Request(Map.of(), Map.of(), null))).isNull();
    }

    @Test
    void featureAndUserHaveRulesToo() {
        try (AttributionScope scope =
                tallyspan.inbound().open(new Request(Map.of("X-Feature", "chat"), Map.of(), "alice"))) {
            assertThat(now().feature()).isEqualTo("chat");
            assertThat(now().userId()).isEqualTo("alice");
        }
    }

    @Test
    void aTrustedCarrierSaysWhoAsksAndTheRulesAreSilent() {
        Map<String, String> headers = new HashMap<>();
        String run;
        try (AttributionScope caller =
                tallyspan.run("caller").customer("acme").feature("chat").open()) {
            run = now().runId();
            assertThat(tallyspan.inject("me", headers, (message, name, value) -> message.put(name, value)))
                    .isTrue();
        }
        headers.put("X-Customer", "mallory");

        AttributionScope scope =
                tallyspan.inbound().start(Context.root(), new Request(headers, Map.of("tenant", "mallory"), "alice"));

        Attribution attribution = tallyspan.attributor().origin(scope.context()).attribution();
        assertThat(attribution.customerId()).isEqualTo("acme");
        assertThat(attribution.feature()).isEqualTo("chat");
        assertThat(attribution.runId()).isEqualTo(run);
        scope.close();
    }

    @Test
    void anUntrustedCarrierIsNoneAndTheRulesSpeak() {
        assertThat(customerOf(new Request(
                        Map.of("tallyspan-context", "forged.forged.forged", "X-Customer", "acme"), Map.of(), null)))
                .isEqualTo("acme");
    }

    @Test
    void aRequestThatThrowsIsOneThatSaysNothing() {
        InboundRequest broken = new InboundRequest() {
            @Override
            public @Nullable String header(String name) {
                throw new IllegalStateException("broken");
            }

            @Override
            public @Nullable String claim(String name) {
                return null;
            }

            @Override
            public @Nullable String principal() {
                return null;
            }
        };

        assertThat(customerOf(broken)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"header", "header:", "cookie:x", "principal:x", "header:a, nonsense"})
    void aRuleThatMakesNoSenseIsAConfigurationError(String rule) {
        assertThatThrownBy(() -> Tallyspan.builder()
                        .set("tallyspan.inbound.customer", rule)
                        .build())
                .isInstanceOf(TallyspanConfigException.class)
                .hasMessageContaining("tallyspan.inbound.customer")
                .hasMessageContaining("header:<name>");
    }

    private @Nullable String customerOf(InboundRequest request) {
        try (AttributionScope scope = tallyspan.inbound().open(request)) {
            return now().customerId();
        }
    }

    private Attribution now() {
        return tallyspan.attributor().origin(Context.current()).attribution();
    }
}
