package io.tallyspan.inbound;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.attribution.Attributor;
import io.tallyspan.attribution.ScopeBuilder;
import io.tallyspan.runtime.Guard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens scopes around what comes in: servers' filters and consumers of messages call it, integrations and users' own
 * alike. A trusted carrier says who asks and goes on with its run; where there is none, the rules say who asks, and an
 * agent inside opens a run of its own. All calls of one request share an execution. Never throws because of what came
 * in. Safe for use by several threads.
 */
public final class Inbound {

    private static final String PLACE = "inbound";

    private final Attributor attributor;
    private final TextMapPropagator carrier;
    private final InboundRules rules;
    private final Guard guard;

    /**
     * Opens scopes of {@code attributor}.
     *
     * @param carrier extracts the trusted carrier
     */
    public Inbound(Attributor attributor, TextMapPropagator carrier, InboundRules rules, Guard guard) {
        this.attributor = requireNonNull(attributor, "attributor");
        this.carrier = requireNonNull(carrier, "carrier");
        this.rules = requireNonNull(rules, "rules");
        this.guard = requireNonNull(guard, "guard");
    }

    /** Opens the scope of {@code request} on this thread, inside what is current there. Close it on the same thread. */
    public AttributionScope open(InboundRequest request) {
        Context parent = Context.current();
        Context joined = joined(request, parent);
        return scope(request, parent, joined).open(joined);
    }

    /** Opens the scope of {@code request} below {@code parent} without making it current anywhere. */
    public AttributionScope start(Context parent, InboundRequest request) {
        Context joined = joined(request, parent);
        return scope(request, parent, joined).start(joined);
    }

    private Context joined(InboundRequest request, Context parent) {
        return carrier.extract(parent, request, Getter.INSTANCE);
    }

    private ScopeBuilder scope(InboundRequest request, Context parent, Context joined) {
        ScopeBuilder scope = attributor.scope();
        if (joined == parent) {
            guard.run(
                    PLACE,
                    () -> scope.customer(InboundRules.first(rules.customer(), request, parent))
                            .feature(InboundRules.first(rules.feature(), request, parent))
                            .user(InboundRules.first(rules.user(), request, parent)));
        }
        return scope;
    }

    private enum Getter implements TextMapGetter<InboundRequest> {
        INSTANCE;

        // asked for by older releases of OpenTelemetry, which the application may have
        @Override
        @SuppressWarnings("deprecation")
        public Iterable<String> keys(InboundRequest request) {
            return List.of();
        }

        @Override
        public @Nullable String get(@Nullable InboundRequest request, String key) {
            return request == null ? null : request.header(key);
        }
    }
}
