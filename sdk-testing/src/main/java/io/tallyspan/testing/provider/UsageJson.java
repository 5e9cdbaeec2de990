package io.tallyspan.testing.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/** Writes normalised counts in each provider's own arithmetic: the reverse of what readers do, by other hands. */
final class UsageJson {

    private UsageJson() {}

    static ObjectNode chat(Usage usage) {
        ObjectNode json = totals(usage, "prompt_tokens", "completion_tokens");
        ObjectNode prompt = json.putObject("prompt_tokens_details");
        put(prompt, "cached_tokens", usage.get(Unit.CACHE_READ_TOKENS));
        put(prompt, "cache_write_tokens", usage.get(Unit.CACHE_WRITE_TOKENS));
        put(prompt, "audio_tokens", usage.get(Unit.INPUT_AUDIO_TOKENS));
        put(prompt, "image_tokens", usage.get(Unit.INPUT_IMAGE_TOKENS));
        ObjectNode completion = json.putObject("completion_tokens_details");
        put(completion, "reasoning_tokens", usage.get(Unit.REASONING_TOKENS));
        put(completion, "audio_tokens", usage.get(Unit.OUTPUT_AUDIO_TOKENS));
        completion.put("accepted_prediction_tokens", 0).put("rejected_prediction_tokens", 0);
        return json;
    }

    static ObjectNode responses(Usage usage) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "input_tokens", usage.get(Unit.INPUT_TOKENS));
        ObjectNode input = json.putObject("input_tokens_details");
        put(input, "cached_tokens", usage.get(Unit.CACHE_READ_TOKENS));
        put(input, "cache_write_tokens", usage.get(Unit.CACHE_WRITE_TOKENS));
        put(json, "output_tokens", usage.get(Unit.OUTPUT_TOKENS));
        put(json.putObject("output_tokens_details"), "reasoning_tokens", usage.get(Unit.REASONING_TOKENS));
        json.put("total_tokens", count(usage, Unit.INPUT_TOKENS) + count(usage, Unit.OUTPUT_TOKENS));
        return json;
    }

    static ObjectNode embeddings(Usage usage) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "prompt_tokens", usage.get(Unit.INPUT_TOKENS));
        put(json, "total_tokens", usage.get(Unit.INPUT_TOKENS));
        return json;
    }

    /** Anthropic's input leaves both caches out. */
    static ObjectNode anthropicInput(Usage usage) {
        long caches = count(usage, Unit.CACHE_READ_TOKENS) + count(usage, Unit.CACHE_WRITE_TOKENS);
        long rest = count(usage, Unit.INPUT_TOKENS) - caches;
        if (rest < 0) {
            throw new IllegalArgumentException("the caches hold more than the whole input: " + usage);
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "input_tokens", usage.has(Unit.INPUT_TOKENS) ? rest : null);
        put(json, "cache_creation_input_tokens", usage.get(Unit.CACHE_WRITE_TOKENS));
        put(json, "cache_read_input_tokens", usage.get(Unit.CACHE_READ_TOKENS));
        return json;
    }

    /** What Anthropic adds to the input when a message starts, and in a plain body. */
    static void anthropicDetails(ObjectNode json, Usage usage) {
        if (usage.has(Unit.CACHE_WRITE_5M_TOKENS) || usage.has(Unit.CACHE_WRITE_1H_TOKENS)) {
            ObjectNode byLifetime = json.putObject("cache_creation");
            put(byLifetime, "ephemeral_5m_input_tokens", usage.get(Unit.CACHE_WRITE_5M_TOKENS));
            put(byLifetime, "ephemeral_1h_input_tokens", usage.get(Unit.CACHE_WRITE_1H_TOKENS));
        }
    }

    static void anthropicServerTools(ObjectNode json, Usage usage) {
        if (!usage.serverTools().isEmpty()) {
            ObjectNode tools = json.putObject("server_tool_use");
            usage.serverTools().forEach((tool, uses) -> tools.put(tool + "_requests", uses));
        }
    }

    static void put(ObjectNode json, String field, @Nullable Long count) {
        if (count != null) {
            json.put(field, count);
        }
    }

    static long count(Usage usage, Unit unit) {
        Long count = usage.get(unit);
        return count == null ? 0 : count;
    }

    private static ObjectNode totals(Usage usage, String input, String output) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, input, usage.get(Unit.INPUT_TOKENS));
        put(json, output, usage.get(Unit.OUTPUT_TOKENS));
        json.put("total_tokens", count(usage, Unit.INPUT_TOKENS) + count(usage, Unit.OUTPUT_TOKENS));
        return json;
    }
}
