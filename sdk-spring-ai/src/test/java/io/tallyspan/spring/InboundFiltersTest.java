package io.tallyspan.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.Attribution;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** Rules about whoever Spring Security has authenticated. */
class InboundFiltersTest {

    private final Tallyspan tallyspan = Tallyspan.builder()
            .sink(record -> {})
            .set("tallyspan.inbound.customer", "claim:tenant, header:X-Customer")
            .set("tallyspan.inbound.user", "principal")
            .build();
    private final AtomicReference<@Nullable Attribution> seen = new AtomicReference<>();

    @BeforeEach
    void propagate() {
        ReactorAttribution.register(io.micrometer.context.ContextRegistry.getInstance());
        Hooks.enableAutomaticContextPropagation();
    }

    @AfterEach
    void close() {
        Hooks.disableAutomaticContextPropagation();
        tallyspan.close();
        assertThat(Context.current()).isEqualTo(Context.root());
    }

    @Test
    void aClaimOfTheTokenSaysTheCustomer() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setUserPrincipal(token());
        request.addHeader("X-Customer", "mallory");

        serve(request);

        assertSeen("acme", "alice");
    }

    @Test
    void withoutATokenTheNextPlaceSaysIt() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("X-Customer", "globex");

        serve(request);

        assertSeen("globex", null);
    }

    @Test
    void itIsTheSameOnWebFlux() {
        ServerWebExchange exchange = MockServerWebExchange.from(
                        MockServerHttpRequest.get("/").header("X-Customer", "mallory"))
                .mutate()
                .principal(Mono.just(token()))
                .build();

        new InboundWebFilter(tallyspan, 0)
                .filter(exchange, chained -> Mono.fromRunnable(this::look))
                .block();

        assertSeen("acme", "alice");
    }

    private void serve(MockHttpServletRequest request) throws Exception {
        new InboundServletFilter(tallyspan)
                .doFilter(request, new MockHttpServletResponse(), (passed, response) -> look());
    }

    private void look() {
        seen.set(tallyspan.attributor().origin(Context.current()).attribution());
    }

    private void assertSeen(String customer, @Nullable String user) {
        Attribution attribution = seen.get();
        if (attribution == null) {
            throw new AssertionError("nobody asked");
        }
        assertThat(attribution.customerId()).isEqualTo(customer);
        assertThat(attribution.userId()).isEqualTo(user);
    }

    private static Authentication token() {
        return new BearerTokenAuthentication(
                new DefaultOAuth2AuthenticatedPrincipal("alice", Map.of("tenant", "acme"), List.of()),
                new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "no-secret", Instant.now(), Instant.MAX),
                AuthorityUtils.NO_AUTHORITIES);
    }
}
