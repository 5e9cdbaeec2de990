package io.tallyspan.attribution;

import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
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
    private boolean withStep;
    private @Nullable String stepName;
    private @Nullable String stepKey;

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
        String said = Dimensions.said(id);
        // U+001F separates the fields of ids; an id with one in it could make two calls one.
        executionId = said == null ? null : said.replace("\u001F", "%1F");
        return this;
    }

    /** What tells this agent from its siblings of the same name where it is a step; see {@link StepBuilder#key}. */
    public RunBuilder key(@Nullable String value) {
        key = Dimensions.said(value);
        return this;
    }

    /**
     * Goes on into a step of the agent, which ends with this scope: for an agent's method that is a step. A
     * {@linkplain #key key} given to the agent stays the agent's.
     *
     * @param stepKey see {@link StepBuilder#key}
     */
    public RunBuilder step(@Nullable String name, @Nullable String stepKey) {
        withStep = true;
        stepName = name;
        this.stepKey = stepKey;
        return this;
    }

    @Override
    Opening open(Context parent, @Nullable Frame outer) {
        List<StepNode> steps = new ArrayList<>(2);
        Execution execution;
        StepNode node;
        if (outer == null || outer.place() == Frame.Place.BEFORE_RUN) {
            execution = attributor().execution(runId, executionId, parent);
            node = new StepNode("", "");
        } else {
            boolean carriedOn = outer.place() == Frame.Place.IN_RUN || keeps(outer.execution());
            execution = carriedOn ? outer.execution() : replacing(outer.execution(), parent);
            StepNode around = carriedOn ? outer.node() : outer.node().afresh();
            node = attributor().openStep(around, agentName, key);
            steps.add(node);
        }
        if (withStep) {
            node = attributor().openStep(node, stepName, stepKey);
            steps.add(0, node);
        }
        return new Opening(Frame.Place.IN_RUN, execution, node, steps, agentName);
    }

    private Execution replacing(Execution carried, Context parent) {
        return attributor().execution(runId != null ? runId : carried.runId(), executionId, parent);
    }

    /** Whether the execution of an inbound request may go by the ids that this agent asks for. */
    private boolean keeps(Execution carried) {
        return (runId == null || runId.equals(carried.runId())) && (executionId == null || carried.adopt(executionId));
    }
}
