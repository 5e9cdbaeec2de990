package io.tallyspan.langchain4j;

import dev.langchain4j.agentic.planner.AgentInstance;
import dev.langchain4j.agentic.scope.AgenticScope;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.tallyspan.attribution.AttributionBuilder;
import io.tallyspan.attribution.AttributionScope;
import org.jspecify.annotations.Nullable;

/**
 * An invocation of an agent, or the execution of a tool of its, that is open on a thread: a link of the thread's chain,
 * the innermost of which is in the current context. Used by its thread alone.
 */
final class OpenAgent {

    private static final ContextKey<OpenAgent> KEY = ContextKey.named("tallyspan-langchain4j-agent");

    private final Kind kind;
    private final String agentId;
    private final @Nullable AgenticScope agenticScope;
    private final @Nullable OpenAgent outer;
    private final Thread thread = Thread.currentThread();
    private @Nullable AttributionScope scope;

    /** What is open. */
    enum Kind {
        /** An agent that nobody but the application called. */
        ROOT,
        /** An agent that another one called. */
        SUBAGENT,
        /** A tool of an agent. */
        TOOL
    }

    private OpenAgent(Kind kind, String agentId, @Nullable AgenticScope agenticScope, @Nullable OpenAgent outer) {
        this.kind = kind;
        this.agentId = agentId;
        this.agenticScope = agenticScope;
        this.outer = outer;
    }

    static OpenAgent agent(AgentInstance agent, AgenticScope agenticScope) {
        return new OpenAgent(
                agent.parent() == null ? Kind.ROOT : Kind.SUBAGENT, agent.agentId(), agenticScope, innermost());
    }

    static OpenAgent tool(AgentInstance agent) {
        return new OpenAgent(Kind.TOOL, agent.agentId(), null, innermost());
    }

    /** The innermost one that this thread opened; null if there is none. */
    static @Nullable OpenAgent innermost() {
        OpenAgent current = in(Context.current());
        return current != null && current.thread == Thread.currentThread() ? current : null;
    }

    /** The one that {@code context} is inside of, whoever opened it. */
    static @Nullable OpenAgent in(Context context) {
        return context.get(KEY);
    }

    /** Opens {@code step} on this thread, inside {@code parent}. */
    Context open(AttributionBuilder<?> step, Context parent) {
        AttributionScope opened = step.open(ThreadMark.on(parent).with(KEY, this));
        scope = opened;
        return opened.context();
    }

    /** Closes the innermost invocation of the agent on this thread, and what is inside it; nothing if there is none. */
    static void closeAgent(String agentId, AgenticScope agenticScope) {
        for (OpenAgent each = innermost(); each != null; each = each.outer) {
            if (each.agentId.equals(agentId) && each.agenticScope == agenticScope) {
                closeInside(each.outer);
                return;
            }
        }
    }

    /** Closes the innermost tool of the agent on this thread, and what is inside it; nothing if there is none. */
    static void closeTool(String agentId) {
        for (OpenAgent each = innermost(); each != null; each = each.outer) {
            if (each.agentId.equals(agentId) && each.kind == Kind.TOOL) {
                closeInside(each.outer);
                return;
            }
        }
    }

    /** Closes what is innermost on this thread if it is of a kind that cannot be begun directly inside itself. */
    static void closeForgotten(Kind kind) {
        OpenAgent innermost = innermost();
        if (innermost != null && innermost.kind == kind) {
            innermost.close();
        }
    }

    /** Closes all that this thread has opened inside of {@code outermost}; all of it if that is null. */
    static void closeInside(@Nullable OpenAgent outermost) {
        for (OpenAgent each = innermost(); each != null && each != outermost; each = each.outer) {
            each.close();
        }
    }

    private void close() {
        if (scope != null) {
            scope.close();
        }
    }
}
