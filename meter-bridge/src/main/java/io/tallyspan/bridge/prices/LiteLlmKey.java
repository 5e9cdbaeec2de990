package io.tallyspan.bridge.prices;

import io.tallyspan.usage.Unit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one price of a LiteLLM entry is the price of.
 *
 * @param unit the unit
 * @param aboveTokens from how many thousand tokens of input on; 0 for the base price
 */
record LiteLlmKey(Unit unit, int aboveTokens) {

    private static final Pattern THRESHOLD = Pattern.compile("(.+)_above_(\\d{1,6})k_tokens");

    private static final Map<String, Unit> UNITS = Map.ofEntries(
            Map.entry("input_cost_per_token", Unit.INPUT_TOKENS),
            Map.entry("output_cost_per_token", Unit.OUTPUT_TOKENS),
            Map.entry("cache_read_input_token_cost", Unit.CACHE_READ_TOKENS),
            Map.entry("cache_creation_input_token_cost", Unit.CACHE_WRITE_TOKENS),
            Map.entry("cache_creation_input_token_cost_above_1hr", Unit.CACHE_WRITE_1H_TOKENS),
            Map.entry("output_cost_per_reasoning_token", Unit.REASONING_TOKENS),
            Map.entry("input_cost_per_audio_token", Unit.INPUT_AUDIO_TOKENS),
            Map.entry("output_cost_per_audio_token", Unit.OUTPUT_AUDIO_TOKENS),
            Map.entry("cache_read_input_audio_token_cost", Unit.CACHED_AUDIO_TOKENS),
            Map.entry("input_cost_per_image_token", Unit.INPUT_IMAGE_TOKENS),
            Map.entry("output_cost_per_image_token", Unit.OUTPUT_IMAGE_TOKENS),
            Map.entry("output_cost_per_image", Unit.IMAGES),
            Map.entry("input_cost_per_request", Unit.REQUESTS));

    /** Prices that mean a unit of ours in one mode only. */
    private static final Map<String, Unit> IN_MODE = Map.of(
            "audio_transcription input_cost_per_second", Unit.AUDIO_SECONDS,
            "audio_speech input_cost_per_character", Unit.CHARACTERS,
            "rerank input_cost_per_query", Unit.SEARCH_UNITS,
            "image_generation input_cost_per_image", Unit.IMAGES);

    /** Null if no unit of ours is priced by it. */
    static @Nullable LiteLlmKey of(String key, String mode) {
        Matcher threshold = THRESHOLD.matcher(key);
        boolean above = threshold.matches();
        String base = above ? threshold.group(1) : key;
        Unit unit = UNITS.getOrDefault(base, IN_MODE.get(mode + " " + base));
        return unit == null ? null : new LiteLlmKey(unit, above ? Integer.parseInt(threshold.group(2)) * 1000 : 0);
    }

    /** Whether the price is written for a million of them. */
    static boolean isTokens(Unit unit) {
        return unit.unitName().endsWith("_tokens");
    }
}
