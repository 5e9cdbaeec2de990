package io.tallyspan.reader;

import io.tallyspan.usage.Unit;
import java.util.List;

/**
 * Where OpenAI's answers, and those of the servers that copied them, say what is wanted: plain, in a streamed
 * response's events, in the words of both APIs, and in the words that single providers have added.
 */
final class OpenAiPaths {

    static final int ID = 0;
    static final int MODEL = 1;
    static final int TIER = 2;
    static final int STATUS = 3;
    static final int BACKGROUND = 4;
    static final int TYPE = 5;
    static final int ERROR = 7;
    static final int ERROR_TYPE = 8;
    static final int ERROR_CODE = 9;
    static final int CODE = 10;
    static final int CHOICE = 12;
    static final int FINISH = 13;
    static final int OUTPUT = 14;
    static final int OUTPUT_TYPE = 15;
    static final int ITEM_TYPE = 16;
    static final int TOOL = 17;
    static final int QUERIES = 18;
    static final int SOURCES = 19;
    static final int SEARCH_CONTEXT = 20;
    static final int TICKS = 21;
    static final int COST = 22;
    static final int TOTAL_COST = 23;
    static final int CURRENCY = 24;
    static final int OWN_KEY = 25;
    static final int UPSTREAM_COST = 26;
    static final int SECONDS = 27;
    static final int MEDIA_ITEM = 28;
    static final int MEDIA_SIZE = 29;
    static final int MEDIA_QUALITY = 30;
    static final int SEARCH_UNITS = 31;

    static final int TOTAL = 32;
    static final int FLAT_CACHED = 33;
    static final int FLAT_REASONING = 34;
    static final int FLAT_WRITTEN = 35;
    static final int FIRST_COUNT = 40;

    static final List<Unit> COUNTS = List.of(
            Unit.INPUT_TOKENS,
            Unit.OUTPUT_TOKENS,
            Unit.CACHE_READ_TOKENS,
            Unit.CACHE_WRITE_TOKENS,
            Unit.INPUT_AUDIO_TOKENS,
            Unit.INPUT_IMAGE_TOKENS,
            Unit.CACHED_AUDIO_TOKENS,
            Unit.REASONING_TOKENS,
            Unit.OUTPUT_AUDIO_TOKENS,
            Unit.OUTPUT_IMAGE_TOKENS);

    /** Of answers made of tokens. */
    static final JsonPaths PATHS = compile().build();

    /** Of images, speech, transcripts and rankings as well. */
    static final JsonPaths MEDIA_PATHS = compile()
            .add("data[]", MEDIA_ITEM)
            .add("size", MEDIA_SIZE)
            .add("quality", MEDIA_QUALITY)
            .add("usage.seconds", SECONDS)
            .add("usage.prompt_audio_seconds", SECONDS)
            .add("duration", SECONDS)
            .add("meta.billed_units.search_units", SEARCH_UNITS)
            .build();

    private OpenAiPaths() {}

    /** A builder with the paths of answers made of tokens. */
    static JsonPaths.Builder compile() {
        JsonPaths.Builder paths = JsonPaths.builder();
        for (String at : List.of("", "response.")) {
            paths.add(at + "id", ID)
                    .add(at + "model", MODEL)
                    .add(at + "service_tier", TIER)
                    .add(at + "status", STATUS)
                    .add(at + "background", BACKGROUND)
                    .add(at + "error", ERROR)
                    .add(at + "error.type", ERROR_TYPE)
                    .add(at + "error.code", ERROR_CODE)
                    .add(at + "output", OUTPUT)
                    .add(at + "output[].type", OUTPUT_TYPE);
            addUsage(paths, at + "usage.");
            addExtras(paths, at + "usage.");
        }
        addUsage(paths, "x_groq.usage.");
        addUsage(paths, "choices[].usage."); // Moonshot
        return paths.add("type", TYPE)
                .add("code", CODE)
                .add("choices[]", CHOICE)
                .add("choices[].finish_reason", FINISH)
                .add("item.type", ITEM_TYPE);
    }

    private static void addUsage(JsonPaths.Builder paths, String usage) {
        for (List<String> names : List.of(List.of("input", "output"), List.of("prompt", "completion"))) {
            String input = usage + names.get(0) + "_token";
            String output = usage + names.get(1) + "_token";
            paths.add(input + "s", count(Unit.INPUT_TOKENS)).add(output + "s", count(Unit.OUTPUT_TOKENS));
            for (String details : List.of("s_details.", "_details.")) { // the singular is Writer's and the transcripts'
                paths.add(input + details + "cached_tokens", count(Unit.CACHE_READ_TOKENS))
                        .add(input + details + "cache_write_tokens", count(Unit.CACHE_WRITE_TOKENS))
                        .add(input + details + "cache_creation_tokens", count(Unit.CACHE_WRITE_TOKENS)) // LiteLLM
                        .add(input + details + "audio_tokens", count(Unit.INPUT_AUDIO_TOKENS))
                        .add(input + details + "image_tokens", count(Unit.INPUT_IMAGE_TOKENS))
                        .add(input + details + "cached_tokens_details.audio_tokens", count(Unit.CACHED_AUDIO_TOKENS))
                        .add(output + details + "reasoning_tokens", count(Unit.REASONING_TOKENS))
                        .add(output + details + "audio_tokens", count(Unit.OUTPUT_AUDIO_TOKENS))
                        .add(output + details + "image_tokens", count(Unit.OUTPUT_IMAGE_TOKENS));
            }
        }
        paths.add(usage + "total_tokens", TOTAL)
                .add(usage + "cached_tokens", FLAT_CACHED) // Together, Moonshot
                .add(usage + "num_cached_tokens", FLAT_CACHED) // Mistral
                .add(usage + "prompt_cache_hit_tokens", FLAT_CACHED) // DeepSeek
                .add(usage + "cache_read_input_tokens", FLAT_CACHED) // gateways to Anthropic
                .add(usage + "cache_creation_input_tokens", FLAT_WRITTEN)
                .add(usage + "reasoning_tokens", FLAT_REASONING); // Perplexity
    }

    private static void addExtras(JsonPaths.Builder paths, String usage) {
        paths.add(usage + "server_side_tool_usage_details.*", TOOL) // xAI
                .add(usage + "server_tool_use_details.*", TOOL) // OpenRouter
                .add(usage + "num_search_queries", QUERIES)
                .add(usage + "num_sources_used", SOURCES)
                .add(usage + "search_context_size", SEARCH_CONTEXT)
                .add(usage + "cost_in_usd_ticks", TICKS)
                .add(usage + "cost", COST)
                .add(usage + "cost.total_cost", TOTAL_COST)
                .add(usage + "cost.currency", CURRENCY)
                .add(usage + "is_byok", OWN_KEY)
                .add(usage + "cost_details.upstream_inference_cost", UPSTREAM_COST);
    }

    /** The path of a unit's count. */
    static int count(Unit unit) {
        return FIRST_COUNT + COUNTS.indexOf(unit);
    }
}
