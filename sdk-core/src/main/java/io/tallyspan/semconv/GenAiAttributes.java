package io.tallyspan.semconv;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of OpenTelemetry's conventions that usage spans carry. Kept here because no Java artifact of the GenAI
 * conventions exists and the constants of the older one are deprecated; names as of schema
 * {@code gen-ai-dev/1.42.0-dev}, and those before it where back ends still read them.
 */
public final class GenAiAttributes {

    public static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("gen_ai.operation.name");
    public static final AttributeKey<String> PROVIDER_NAME = AttributeKey.stringKey("gen_ai.provider.name");
    public static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
    public static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");
    public static final AttributeKey<String> RESPONSE_ID = AttributeKey.stringKey("gen_ai.response.id");
    public static final AttributeKey<String> AGENT_NAME = AttributeKey.stringKey("gen_ai.agent.name");
    public static final AttributeKey<String> CONVERSATION_ID = AttributeKey.stringKey("gen_ai.conversation.id");
    public static final AttributeKey<Long> USAGE_INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
    public static final AttributeKey<Long> USAGE_OUTPUT = AttributeKey.longKey("gen_ai.usage.output_tokens");
    public static final AttributeKey<Long> USAGE_CACHE_READ =
            AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");

    /** What back ends read today. */
    public static final AttributeKey<Long> USAGE_CACHE_CREATION =
            AttributeKey.longKey("gen_ai.usage.cache_creation.input_tokens");

    /** The newer name of {@link #USAGE_CACHE_CREATION}. */
    public static final AttributeKey<Long> USAGE_CACHE_WRITE =
            AttributeKey.longKey("gen_ai.usage.cache_write.input_tokens");

    public static final AttributeKey<Long> USAGE_REASONING =
            AttributeKey.longKey("gen_ai.usage.reasoning.output_tokens");
    public static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    public static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    public static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");

    private GenAiAttributes() {}
}
