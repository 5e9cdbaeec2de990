package io.tallyspan.inbound;

import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules {@code tallyspan.inbound.*}. Of the places of a rule, the first that holds something says it. Immutable.
 *
 * @param customer where the customer is
 * @param feature where the feature is
 * @param user where the end user is
 */
public record InboundRules(List<InboundSource> customer, List<InboundSource> feature, List<InboundSource> user) {

    /** No rules. */
    public static final InboundRules NONE = new InboundRules(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public InboundRules {
        customer = List.copyOf(customer);
        feature = List.copyOf(feature);
        user = List.copyOf(user);
    }

    static @Nullable String first(List<InboundSource> places, InboundRequest request, Context context) {
        for (InboundSource place : places) {
            String found = place.read(request, context);
            if (found != null && !found.isBlank()) {
                return found;
            }
        }
        return null;
    }
}
