package io.tallyspan.langchain4j;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.LangChain4jManaged;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of an AI service, as it travels with LangChain4j's {@link InvocationContext} to whichever thread executes
 * its tools, retrieves its contents or goes on with its stream, and brings the OpenTelemetry context there. Immutable.
 */
final class AiServiceInvocation implements LangChain4jManaged {

    private static final ContextKey<AiServiceInvocation> KEY = ContextKey.named("tallyspan-langchain4j-ai-service");

    private final Context context;

    // the context must know the invocation that it belongs to
    @SuppressWarnings("ThisEscapedInObjectConstruction")
    private AiServiceInvocation(Context context) {
        this.context = ThreadMark.on(context).with(KEY, this);
    }

    /** A call that begins now, on this thread. */
    static AiServiceInvocation begin() {
        return new AiServiceInvocation(Context.current());
    }

    /** The context inside this call. */
    Context context() {
        return context;
    }

    /**
     * Where a piece of the call's work belongs that runs on this thread: in what is current, if that is of the call.
     */
    static Context contextOf(@Nullable InvocationContext invocationContext) {
        Context current = Context.current();
        AiServiceInvocation invocation = invocationContext == null ? null : in(invocationContext);
        return invocation == null || current.get(KEY) == invocation ? current : invocation.context;
    }

    private static @Nullable AiServiceInvocation in(InvocationContext invocationContext) {
        Map<Class<? extends LangChain4jManaged>, LangChain4jManaged> managed = invocationContext.managedParameters();
        return managed != null && managed.get(AiServiceInvocation.class) instanceof AiServiceInvocation invocation
                ? invocation
                : null;
    }

    /** Lets LangChain4j find this call on this thread, beside whatever it finds there already. */
    Managed manage() {
        Map<Class<? extends LangChain4jManaged>, LangChain4jManaged> before = LangChain4jManaged.current();
        Map<Class<? extends LangChain4jManaged>, LangChain4jManaged> all =
                before == null ? new HashMap<>() : new HashMap<>(before);
        all.put(AiServiceInvocation.class, this);
        LangChain4jManaged.setCurrent(all);
        return new Managed(before);
    }

    /** Until closed, on the same thread. */
    record Managed(@Nullable Map<Class<? extends LangChain4jManaged>, LangChain4jManaged> before)
            implements AutoCloseable {
        @Override
        public void close() {
            if (before == null || before.isEmpty()) {
                LangChain4jManaged.removeCurrent();
            } else {
                LangChain4jManaged.setCurrent(before);
            }
        }
    }
}
