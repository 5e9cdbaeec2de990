package io.tallyspan.spring;

import static java.util.Objects.requireNonNull;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Makes each execution of a tool a step, named after the tool: Spring AI executes the tools of an answer one after the
 * other, so ordinals tell them apart. Works for calls and streams, whichever thread executes the tool. Safe for use by
 * several threads.
 */
public final class ToolSteps implements ObservationHandler<ToolCallingObservationContext> {

    private static final String PLACE = "Spring AI's tools";
    private static final String UNIT = "tool_executions";

    /** Spring AI 1 does not tell it. */
    private static final @Nullable Method CALL_ID =
            ClassUtils.getMethodIfAvailable(ToolCallingObservationContext.class, "getToolCallId");

    private final Tallyspan tallyspan;

    /** Opens steps of {@code tallyspan}. */
    public ToolSteps(Tallyspan tallyspan) {
        this.tallyspan = requireNonNull(tallyspan, "tallyspan");
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ToolCallingObservationContext;
    }

    @Override
    public void onScopeOpened(ToolCallingObservationContext context) {
        tallyspan.guard().run(PLACE, () -> {
            Execution execution = context.get(Execution.class);
            if (execution != null) {
                execution.entered();
                return;
            }
            context.put(
                    Execution.class,
                    new Execution(
                            tallyspan.step(context.getToolDefinition().name()).open()));
            if (tallyspan.config().recordsTools()) {
                tallyspan.record(UNIT, 1, callId(context));
            }
        });
    }

    private static @Nullable String callId(ToolCallingObservationContext context) {
        return CALL_ID == null ? null : (String) ReflectionUtils.invokeMethod(CALL_ID, context);
    }

    @Override
    public void onScopeClosed(ToolCallingObservationContext context) {
        tallyspan.guard().run(PLACE, () -> {
            Execution execution = context.get(Execution.class);
            if (execution != null) {
                execution.left();
            }
        });
    }

    /**
     * One execution of a tool. Its observation's scope is entered again wherever context propagation brings it, on this
     * thread and on others; the step is that of the first time.
     */
    private static final class Execution {

        private final Thread thread = Thread.currentThread();
        private final AttributionScope step;
        /** Of the step's own thread only. */
        private int depth = 1;

        Execution(AttributionScope step) {
            this.step = step;
        }

        void entered() {
            if (Thread.currentThread() == thread) {
                depth++;
            }
        }

        void left() {
            if (Thread.currentThread() == thread && --depth == 0) {
                step.close();
            }
        }
    }
}
