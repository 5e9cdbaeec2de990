package io.tallyspan.attribution;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * An agent's scope. The outermost one opens a run, and with it an execution; inside a run, or below a trusted inbound
 * carrier, it is a step named after the agent. See {@link AttributionBuilder} for the rest.
 */
public final class RunBuilder extends AttributionBuilder<RunBuilder> {

    private final @Nullable String agentName;
    private @Nullable String runId;
    private @Nullable String executionId;
    private @Nullable String key;

    RunBuilder(Attributor attributor, @Nullable String agentName) {
        super(attributor);
        this.agentName = Dimensions.said(agentName);
    }

    @Override
    RunBuilder self() {
        return this;
    }

    /**
     * The id of the run, where the application has one: a conversation turn, a job, a ticket. Without effect inside a
     * run.
     */
    public RunBuilder runId(@Nullable String id) {
        runId = Dimensions.said(id);
        return this;
    }

    /**
     * The id of this opening of the run, for a caller that replays recorded answers and wants the same ids again. Leave
     * it out where the provider is really called: every execution has its own bill. Below a trusted carrier it names
     * the execution of the inbound request; inside a run it has no effect.
     */
    public RunBuilder executionId(@Nullable String id) {
        executionId = Dimensions.said(id);
        return this;
    }

    /** What tells this agent from its siblings of the same name where it is a step; see {@link StepBuilder#key}. */
    public RunBuilder key(@Nullable String value) {
        key = Dimensions.said(value);
        return this;
    }

    @Override
    Opening open(Context parent, @Nullable Frame outer) {
        if (outer == null || outer.place() == Frame.Place.BEFORE_RUN) {
            Execution execution = attributor().execution(runId, executionId, parent);
            return new Opening(Frame.Place.IN_RUN, execution, new StepNode("", ""), null, agentName);
        }
        if (outer.place() == Frame.Place.CARRIED && !keeps(outer.execution())) {
            String carriedRun = outer.execution().runId();
            Execution execution = attributor().execution(runId != null ? runId : carriedRun, executionId, parent);
            return step(
                    execution, new StepNode(outer.node().names(), outer.node().path()));
        }
        return step(outer.execution(), outer.node());
    }

    private Opening step(Execution execution, StepNode parent) {
        StepNode step = attributor().openStep(parent, agentName, key);
        return new Opening(Frame.Place.IN_RUN, execution, step, step, agentName);
    }

    /** Whether the execution of an inbound request may go by the ids that this agent asks for. */
    private boolean keeps(Execution carried) {
        return (runId == null || runId.equals(carried.runId())) && (executionId == null || carried.adopt(executionId));
    }
}
