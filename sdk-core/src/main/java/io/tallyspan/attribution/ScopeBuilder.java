package io.tallyspan.attribution;

import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scope that says who spends and neither opens a run nor names a step: at the entry of a request, say. Where it is
 * the outermost scope, the calls in it that no run encloses share one run and execution. See {@link AttributionBuilder}
 * for the rest.
 */
public final class ScopeBuilder extends AttributionBuilder<ScopeBuilder> {

    ScopeBuilder(Attributor attributor) {
        super(attributor);
    }

    @Override
    ScopeBuilder self() {
        return this;
    }

    @Override
    Opening open(Context parent, @Nullable Frame outer) {
        Frame around = outer != null ? outer : attributor().outermost(parent);
        return new Opening(around.place(), around.execution(), around.node(), List.of(), null);
    }
}
