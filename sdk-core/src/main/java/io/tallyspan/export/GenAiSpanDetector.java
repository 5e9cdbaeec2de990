package io.tallyspan.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.tallyspan.id.Dialect;
import io.tallyspan.semconv.GenAiAttributes;
import java.util.Set;

/**
 * Tells whether somebody else's GenAI span already states the usage of a call, so that the mirror
 * ({@code gen_ai.usage.*}) does not state it twice. Looks at the span that is current when the call starts, and no
 * further up: OpenTelemetry's context holds no other. A span that is not sampled covers nothing, for nobody will see
 * it. Cheap, and never throws.
 *
 * <p>anthropic-java 3 makes its span current around the HTTP client of each attempt, sync and async, so an observer at
 * or below that client sees it; one that wraps the whole client does not.
 */
public final class GenAiSpanDetector {

    /** Operations whose spans are no model call: what usage they carry is a roll-up, or none. */
    private static final Set<String> NO_MODEL_CALL = Set.of(
            "invoke_agent", "create_agent", "execute_tool", "invoke_workflow", "handle_conversation_turn", "plan");

    /** Instrumentation scopes that emit model-call spans and put their attributes on late. */
    private static final Set<String> GENAI_SCOPES =
            Set.of("com.anthropic.sdk.java", "io.opentelemetry.openai-java-1.1");

    /** Before Spring AI 2 named operations by the convention. */
    private static final AttributeKey<String> OLD_SYSTEM = AttributeKey.stringKey("gen_ai.system");

    /** The OpenTelemetry agent stands between the application's API and its own SDK: spans cannot be read there. */
    private static final String AGENT_PACKAGE = "io.opentelemetry.javaagent.";

    private static final Set<String> AGENT_OPENAI_OPERATIONS = Set.of("chat", "embeddings");

    private GenAiSpanDetector() {}

    /** Whether the current span of {@code context} is a GenAI span that can be read as one. */
    public static boolean covers(Context context) {
        Span span = Span.fromContextOrNull(context);
        return span instanceof ReadableSpan readable && states(readable);
    }

    /**
     * As {@link #covers(Context)}; and where the OpenTelemetry agent hides the span, whether the agent or the client is
     * known to make one for such a call: the agent for OpenAI's chat and embeddings and for Bedrock's chat,
     * anthropic-java 3 for messages. A call of another client in that dialect, inside a span of the application, loses
     * its mirror by this; {@code tallyspan.genai.usage=always} brings it back.
     */
    public static boolean covers(Context context, Dialect dialect, String operation) {
        Span span = Span.fromContextOrNull(context);
        if (span == null || !span.getSpanContext().isValid()) {
            return false;
        }
        if (span instanceof ReadableSpan readable) {
            return states(readable);
        }
        if (!span.getSpanContext().isSampled() || !span.getClass().getName().startsWith(AGENT_PACKAGE)) {
            return false;
        }
        return switch (dialect) {
            case OPENAI -> AGENT_OPENAI_OPERATIONS.contains(operation);
            case ANTHROPIC, BEDROCK -> operation.equals("chat");
            default -> false;
        };
    }

    private static boolean states(ReadableSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return false;
        }
        String operation = span.getAttribute(GenAiAttributes.OPERATION_NAME);
        if (operation != null) {
            return !NO_MODEL_CALL.contains(operation);
        }
        return GENAI_SCOPES.contains(span.getInstrumentationScopeInfo().getName())
                || span.getAttribute(OLD_SYSTEM) != null
                || span.getAttribute(GenAiAttributes.REQUEST_MODEL) != null;
    }
}
