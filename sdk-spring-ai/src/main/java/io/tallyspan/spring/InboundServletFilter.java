package io.tallyspan.spring;

import static java.util.Objects.requireNonNull;

import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.inbound.InboundRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says who asks, around each request of a servlet application: by the trusted carrier, or by the rules
 * {@code tallyspan.inbound.*}. Belongs behind the filters of Spring Security, which say who the principal is.
 */
public final class InboundServletFilter extends OncePerRequestFilter {

    private final Tallyspan tallyspan;

    /** Opens scopes of {@code tallyspan}. */
    public InboundServletFilter(Tallyspan tallyspan) {
        this.tallyspan = requireNonNull(tallyspan, "tallyspan");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (AttributionScope scope = tallyspan.inbound().open(new Request(request))) {
            chain.doFilter(request, response);
        }
    }

    /** As rules look into it. */
    private record Request(HttpServletRequest request) implements InboundRequest {

        @Override
        public @Nullable String header(String name) {
            return request.getHeader(name);
        }

        @Override
        public @Nullable String claim(String name) {
            return Claims.of(request.getUserPrincipal(), name);
        }

        @Override
        public @Nullable String principal() {
            Principal principal = request.getUserPrincipal();
            return principal == null ? null : principal.getName();
        }
    }
}
