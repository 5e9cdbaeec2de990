package io.tallyspan.spring;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.inbound.InboundRequest;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** As {@link InboundServletFilter}, for WebFlux: the scope is in the Reactor context. */
public final class InboundWebFilter implements WebFilter, Ordered {

    private final Tallyspan tallyspan;
    private final int order;

    /** Opens scopes of {@code tallyspan}. */
    public InboundWebFilter(Tallyspan tallyspan, int order) {
        this.tallyspan = requireNonNull(tallyspan, "tallyspan");
        this.order = order;
    }

    @Override
    public int getOrder() {
        return order;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getPrincipal()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(principal -> {
                    AttributionScope scope = tallyspan
                            .inbound()
                            .start(
                                    Context.current(),
                                    new Request(exchange.getRequest().getHeaders(), principal.orElse(null)));
                    return chain.filter(exchange)
                            .contextWrite(view -> ReactorAttribution.put(view, scope.context()))
                            .doOnTerminate(scope::close)
                            .doOnCancel(scope::close);
                });
    }

    /** As rules look into it. */
    private record Request(HttpHeaders headers, @Nullable Principal user) implements InboundRequest {

        @Override
        public @Nullable String header(String name) {
            return headers.getFirst(name);
        }

        @Override
        public @Nullable String claim(String name) {
            return Claims.of(user, name);
        }

        @Override
        public @Nullable String principal() {
            return user == null ? null : user.getName();
        }
    }
}
