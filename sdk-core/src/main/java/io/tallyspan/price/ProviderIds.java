package io.tallyspan.price;

import io.tallyspan.id.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which providers of a price list a response may be billed by. Pure functions. */
final class ProviderIds {

    /** What LiteLLM puts before a model's name, where the list calls the provider something else. */
    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("bedrock", "aws"),
            Map.entry("vertex_ai", "google"),
            Map.entry("gemini", "google"),
            Map.entry("xai", "x-ai"),
            Map.entry("together_ai", "together"),
            Map.entry("fireworks_ai", "fireworks"),
            Map.entry("moonshot", "moonshotai"),
            Map.entry("voyage", "voyageai"));

    private ProviderIds() {}

    /**
     * The list's names of the providers to ask, in order. A server that merely speaks OpenAI's words may be anybody's:
     * it is asked for by its host alone, and nobody's price is assumed for it.
     */
    static List<String> of(Billable billable, @Nullable String model, Map<String, ProviderPrices> providers) {
        Set<String> ids = new LinkedHashSet<>();
        String byDialect = byDialect(billable.dialect());
        if (byDialect != null) {
            ids.add(byDialect);
        } else {
            if (billable.host() != null) {
                addByHost(ids, billable.host(), providers);
            }
            if (billable.dialect() == Dialect.LITELLM && model != null) {
                addByName(ids, model, providers);
            }
        }
        for (String id : new ArrayList<>(ids)) {
            ProviderPrices provider = providers.get(id);
            if (provider != null) {
                ids.addAll(provider.fallback());
            }
        }
        ids.add(billable.dialect().wireName()); // lists of the user's own
        ids.add(ProviderPrices.ANY);
        return List.copyOf(ids);
    }

    private static @Nullable String byDialect(Dialect dialect) {
        return switch (dialect) {
            case OPENAI,
                    AZURE,
                    ANTHROPIC,
                    MISTRAL,
                    COHERE,
                    GROQ,
                    CEREBRAS,
                    DEEPSEEK,
                    OPENROUTER,
                    PERPLEXITY,
                    TOGETHER,
                    ZAI -> dialect.wireName();
            case BEDROCK -> "aws";
            case GEMINI, VERTEX -> "google";
            case XAI -> "x-ai";
            case VOYAGE -> "voyageai";
            case OLLAMA, WRITER, WATSONX, LITELLM, COMPATIBLE -> null;
        };
    }

    private static void addByHost(Set<String> ids, String host, Map<String, ProviderPrices> providers) {
        String url = "https://" + host + "/";
        providers.values().stream()
                .filter(provider -> provider.hosts() != null
                        && provider.hosts().matcher(url).lookingAt())
                .map(ProviderPrices::id)
                .sorted()
                .forEach(ids::add);
    }

    /** A gateway that passes models on under their own names. */
    private static void addByName(Set<String> ids, String model, Map<String, ProviderPrices> providers) {
        int slash = model.indexOf('/');
        if (slash > 0) {
            String prefix = model.substring(0, slash).toLowerCase(Locale.ROOT);
            ids.add(PREFIXES.getOrDefault(prefix, prefix));
            return;
        }
        providers.values().stream()
                .filter(provider -> provider.owns() != null && provider.owns().matches(model))
                .map(ProviderPrices::id)
                .sorted()
                .forEach(ids::add);
    }
}
