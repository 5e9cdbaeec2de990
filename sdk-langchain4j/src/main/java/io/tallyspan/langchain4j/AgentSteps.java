package io.tallyspan.langchain4j;

import dev.langchain4j.agentic.observability.AfterAgentToolExecution;
import dev.langchain4j.agentic.observability.AgentInvocationError;
import dev.langchain4j.agentic.observability.AgentListener;
import dev.langchain4j.agentic.observability.AgentRequest;
import dev.langchain4j.agentic.observability.AgentResponse;
import dev.langchain4j.agentic.observability.BeforeAgentToolExecution;
import dev.langchain4j.agentic.planner.AgentInstance;
import dev.langchain4j.agentic.planner.AgenticSystemTopology;
import dev.langchain4j.agentic.scope.AgenticScope;
import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.runtime.Guard;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens a step around each invocation of an agent, and a run around that of an outermost one. LangChain4j tells of the
 * beginning and the end of an invocation on the thread that the agent runs on; parallel agents run on threads without
 * their parent's context, which therefore waits for them in the agentic scope.
 */
final class AgentSteps implements AgentListener {

    private static final String PLACE = "LangChain4j's agents";
    private static final String CONTEXT_OF = "tallyspan.context.";

    private final Tallyspan tallyspan;
    private final Guard guard;
    private final ToolSteps tools;

    AgentSteps(Tallyspan tallyspan) {
        this.tallyspan = tallyspan;
        this.guard = tallyspan.guard();
        this.tools = new ToolSteps(tallyspan);
    }

    @Override
    public boolean inheritedBySubagents() {
        return true;
    }

    @Override
    public void beforeAgentInvocation(AgentRequest request) {
        guard.run(PLACE, () -> open(request.agent(), request.agenticScope()));
    }

    @Override
    public void afterAgentInvocation(AgentResponse response) {
        guard.run(PLACE, () -> close(response.agent(), response.agenticScope()));
    }

    @Override
    public void onAgentInvocationError(AgentInvocationError error) {
        guard.run(PLACE, () -> close(error.agent(), error.agenticScope()));
    }

    @Override
    public void beforeAgentToolExecution(BeforeAgentToolExecution before) {
        guard.run(PLACE, () -> {
            OpenAgent.closeForgotten(OpenAgent.Kind.TOOL);
            AgenticScope agenticScope = before.agenticScope();
            AgentInstance agent = before.agentInstance();
            Context parent = OpenAgent.innermost() != null || agenticScope == null
                    ? Context.current()
                    : contextOf(agent.agentId(), agenticScope).orElseGet(Context::current);
            OpenAgent tool = OpenAgent.tool(agent);
            tool.open(tools.step(before.toolExecution().request(), parent), parent);
            tools.record(before.toolExecution().request());
        });
    }

    @Override
    public void afterAgentToolExecution(AfterAgentToolExecution after) {
        guard.run(PLACE, () -> OpenAgent.closeTool(after.agentInstance().agentId()));
    }

    private void open(AgentInstance agent, AgenticScope agenticScope) {
        AgentInstance parent = agent.parent();
        if (parent == null) {
            // LangChain4j does not tell of the end of an outermost agent that throws, nor of a tool that does
            OpenAgent.closeForgotten(OpenAgent.Kind.ROOT);
        }
        Context around = parent == null ? Context.current() : parentContext(parent, agenticScope);
        boolean branch =
                parent != null && (parent.topology() == AgenticSystemTopology.PARALLEL || ThreadMark.isBranch(around));
        OpenAgent opened = OpenAgent.agent(agent, agenticScope);
        Context context = opened.open(tallyspan.run(name(agent, parent)).key(branch ? agent.agentId() : null), around);
        agenticScope.writeExecutionContext(CONTEXT_OF + agent.agentId(), context);
    }

    private static void close(AgentInstance agent, AgenticScope agenticScope) {
        OpenAgent.closeAgent(agent.agentId(), agenticScope);
    }

    /** The current context if it is inside the parent's invocation, else that in which the parent was invoked. */
    private static Context parentContext(AgentInstance parent, AgenticScope agenticScope) {
        Context current = Context.current();
        Optional<Context> parents = contextOf(parent.agentId(), agenticScope);
        return parents.isEmpty() || OpenAgent.in(current) == OpenAgent.in(parents.get()) ? current : parents.get();
    }

    private static Optional<Context> contextOf(String agentId, AgenticScope agenticScope) {
        return Optional.ofNullable(agenticScope.executionContextAs(CONTEXT_OF + agentId, Context.class));
    }

    /** A mapper numbers the names of its agents, one for each item; a step's name is the same for all. */
    private static @Nullable String name(AgentInstance agent, @Nullable AgentInstance parent) {
        if (parent != null && parent.topology() == AgenticSystemTopology.PARALLEL) {
            List<AgentInstance> siblings = parent.subagents();
            if (siblings.size() == 1 && !siblings.get(0).agentId().equals(agent.agentId())) {
                return siblings.get(0).name();
            }
        }
        return agent.name();
    }
}
