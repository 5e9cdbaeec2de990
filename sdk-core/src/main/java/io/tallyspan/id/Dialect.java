package io.tallyspan.id;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A family of wire formats and of the ids on them. The dialect is how a server talks, not who runs it: a gateway that
 * answers like OpenAI speaks {@link #COMPATIBLE} until somebody says that it speaks {@link #OPENAI}. The list is closed
 * and append-only; {@code docs/event-id.md} holds it as a table.
 */
public enum Dialect {
    OPENAI("openai", "openai"),
    AZURE("azure", "azure.ai.openai"),
    ANTHROPIC("anthropic", "anthropic"),
    BEDROCK("bedrock", "aws.bedrock"),
    GEMINI("gemini", "gcp.gemini"),
    VERTEX("vertex", "gcp.vertex_ai"),
    MISTRAL("mistral", "mistral_ai"),
    COHERE("cohere", "cohere"),
    OLLAMA("ollama", "ollama"),
    GROQ("groq", "groq"),
    CEREBRAS("cerebras", "cerebras"),
    DEEPSEEK("deepseek", "deepseek"),
    XAI("xai", "x_ai"),
    OPENROUTER("openrouter", "openrouter"),
    PERPLEXITY("perplexity", "perplexity"),
    TOGETHER("together", "together"),
    ZAI("zai", "zai"),
    WRITER("writer", "writer"),
    VOYAGE("voyage", "voyage"),
    WATSONX("watsonx", "ibm.watsonx.ai"),
    LITELLM("litellm", "litellm"),
    COMPATIBLE("compatible", "openai_compatible");

    private static final Map<String, Dialect> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Dialect::wireName, dialect -> dialect));

    private final String wireName;
    private final String providerName;

    Dialect(String wireName, String providerName) {
        this.wireName = wireName;
        this.providerName = providerName;
    }

    /** The value of {@code tallyspan.dialect}, and the field in event ids of rule 2. */
    public String wireName() {
        return wireName;
    }

    /** The value of {@code gen_ai.provider.name}: OpenTelemetry's well-known one where there is one. */
    public String providerName() {
        return providerName;
    }

    /** The dialect of that {@link #wireName()}, or null. */
    public static @Nullable Dialect named(String wireName) {
        return BY_NAME.get(wireName);
    }
}
