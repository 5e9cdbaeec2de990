package io.tallyspan.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.attribution.StepBuilder;

/**
 * Executions of tools as steps, named after the tool. Where tools run at the same time, the id of the tool call tells
 * them apart; one after the other, their ordinal does.
 */
final class ToolSteps {

    /** The unit of the usage that a tool execution is, where it is recorded. */
    static final String UNIT = "tool_executions";

    private final Tallyspan tallyspan;

    ToolSteps(Tallyspan tallyspan) {
        this.tallyspan = tallyspan;
    }

    /** Opens the step of an execution that begins now on this thread, inside {@code parent}; to be closed here, too. */
    AttributionScope open(ToolExecutionRequest request, Context parent) {
        AttributionScope scope = step(request, parent).open(ThreadMark.on(parent));
        record(request);
        return scope;
    }

    /** The step of an execution on this thread, inside {@code parent}; still to be opened. */
    StepBuilder step(ToolExecutionRequest request, Context parent) {
        return tallyspan.step(request.name()).key(ThreadMark.isBranch(parent) ? request.id() : null);
    }

    /** Records an execution, if that is asked for; called inside its step. */
    void record(ToolExecutionRequest request) {
        if (tallyspan.config().recordsTools()) {
            tallyspan.guard().run("tool executions", () -> tallyspan.record(UNIT, 1, request.id()));
        }
    }
}
