package io.tallyspan.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.agentic.observability.AgentListener;
import io.tallyspan.Tallyspan;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Attributes what the agents of {@code langchain4j-agentic} spend: an outermost agent opens a run, each agent inside it
 * is a step, and so is each execution of their tools. Agents of a parallel workflow keep their attribution on any
 * executor and have their agent id as key; the iterations of a loop have ordinals. Safe for use by several threads.
 */
public final class TallyspanAgents {

    private final AgentSteps steps;

    private TallyspanAgents(Tallyspan tallyspan) {
        this.steps = new AgentSteps(tallyspan);
    }

    /** What reports to {@code tallyspan}. */
    public static TallyspanAgents create(Tallyspan tallyspan) {
        return new TallyspanAgents(requireNonNull(tallyspan, "tallyspan"));
    }

    /** For {@code .listener(...)} of an outermost agent's builder; the agents inside inherit it. */
    public AgentListener listener() {
        return steps;
    }

    /**
     * An outermost agent that ends its run even if it throws, of which LangChain4j tells no listener. Without it such a
     * run would stay open on its thread until the next one begins there.
     *
     * @param type the agent's interface, such as {@code UntypedAgent}
     * @throws IllegalArgumentException if {@code type} is no interface
     */
    public <T> T wrap(Class<T> type, T agent) {
        ProxyTarget target = ProxyTarget.of(type, requireNonNull(agent, "agent"));
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Calls(target)));
    }

    private record Calls(ProxyTarget target) implements ProxyTarget.Handler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            OpenAgent around = OpenAgent.innermost();
            try {
                return target.call(method, arguments);
            } finally {
                OpenAgent.closeInside(around);
            }
        }
    }
}
