package io.tallyspan.attribution;

import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step: a named piece of a run. Give it a {@linkplain #key key} where steps of one name run in parallel; one after
 * the other they are told apart by their ordinal. See {@link AttributionBuilder} for the rest.
 */
public final class StepBuilder extends AttributionBuilder<StepBuilder> {

    private final @Nullable String name;
    private @Nullable String key;

    StepBuilder(Attributor attributor, @Nullable String name) {
        super(attributor);
        this.name = name;
    }

    @Override
    StepBuilder self() {
        return this;
    }

    /**
     * What tells this step from its siblings of the same name in every execution: a branch, a document, an agent id.
     */
    public StepBuilder key(@Nullable String value) {
        key = Dimensions.said(value);
        return this;
    }

    @Override
    Opening open(Context parent, @Nullable Frame outer) {
        Frame around = outer != null ? outer : attributor().outermost(parent);
        StepNode step = attributor().openStep(around.node(), name, key);
        return new Opening(around.place(), around.execution(), step, List.of(step), null);
    }
}
