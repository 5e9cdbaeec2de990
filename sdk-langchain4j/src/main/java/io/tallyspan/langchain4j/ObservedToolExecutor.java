package io.tallyspan.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.runtime.Guard;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Executes a tool inside a step. */
final class ObservedToolExecutor implements ToolExecutor {

    private final ToolExecutor executor;
    private final ToolSteps steps;
    private final Guard guard;

    private ObservedToolExecutor(ToolExecutor executor, ToolSteps steps, Guard guard) {
        this.executor = executor;
        this.steps = steps;
        this.guard = guard;
    }

    static ToolExecutor observing(ToolExecutor executor, ToolSteps steps, Guard guard) {
        return executor instanceof ObservedToolExecutor ? executor : new ObservedToolExecutor(executor, steps, guard);
    }

    @Override
    public String execute(ToolExecutionRequest request, Object memoryId) {
        Optional<AttributionScope> step = open(request, null);
        try {
            return executor.execute(request, memoryId);
        } finally {
            step.ifPresent(AttributionScope::close);
        }
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
        Optional<AttributionScope> step = open(request, context);
        try {
            return executor.executeWithContext(request, context);
        } finally {
            step.ifPresent(AttributionScope::close);
        }
    }

    private Optional<AttributionScope> open(ToolExecutionRequest request, @Nullable InvocationContext context) {
        return guard.ask(
                AiServiceCalls.PLACE,
                () -> Optional.of(steps.open(request, AiServiceInvocation.contextOf(context))),
                Optional::empty);
    }
}
