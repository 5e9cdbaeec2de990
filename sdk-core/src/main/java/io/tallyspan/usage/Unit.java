package io.tallyspan.usage;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What providers bill by. {@link #unitName()} is the unit's name in {@code tallyspan.usage.<unit>}, in the ledger and
 * in every mapping to a meter; it never changes.
 */
public enum Unit {
    /** All input tokens, cache reads and cache writes included. */
    INPUT_TOKENS("input_tokens"),
    /** All output tokens, reasoning included. */
    OUTPUT_TOKENS("output_tokens"),
    /** Input tokens served from the provider's prompt cache; part of {@link #INPUT_TOKENS}. */
    CACHE_READ_TOKENS("cache_read_tokens"),
    /** Input tokens written to the provider's prompt cache, whatever their lifetime; part of {@link #INPUT_TOKENS}. */
    CACHE_WRITE_TOKENS("cache_write_tokens"),
    /** Cache writes kept for five minutes; part of {@link #CACHE_WRITE_TOKENS}. */
    CACHE_WRITE_5M_TOKENS("cache_write_5m_tokens"),
    /** Cache writes kept for an hour; part of {@link #CACHE_WRITE_TOKENS}. */
    CACHE_WRITE_1H_TOKENS("cache_write_1h_tokens"),
    /** Tokens spent on reasoning; part of {@link #OUTPUT_TOKENS}. */
    REASONING_TOKENS("reasoning_tokens"),
    /** Audio among the input tokens. */
    INPUT_AUDIO_TOKENS("input_audio_tokens"),
    /** Audio among the cache reads. */
    CACHED_AUDIO_TOKENS("cached_audio_tokens"),
    /** Audio among the output tokens. */
    OUTPUT_AUDIO_TOKENS("output_audio_tokens"),
    /** Images among the input tokens. */
    INPUT_IMAGE_TOKENS("input_image_tokens"),
    /** Images among the output tokens. */
    OUTPUT_IMAGE_TOKENS("output_image_tokens"),
    /** Requests, where the provider bills by them. */
    REQUESTS("requests"),
    /** Images made. */
    IMAGES("images"),
    /** Characters, where the provider bills by them. */
    CHARACTERS("characters"),
    /** Search units of a rerank. */
    SEARCH_UNITS("search_units"),
    /** Seconds of audio; fractional. */
    AUDIO_SECONDS("audio_seconds"),
    /** Seconds of video; fractional. */
    VIDEO_SECONDS("video_seconds");

    private static final Map<String, Unit> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Unit::unitName, unit -> unit));

    private final String unitName;

    Unit(String unitName) {
        this.unitName = unitName;
    }

    /** The name on the wire, such as {@code input_tokens}. */
    public String unitName() {
        return unitName;
    }

    /** Whether quantities of this unit may be fractions; they are doubles then, whole numbers otherwise. */
    public boolean isFractional() {
        return this == AUDIO_SECONDS || this == VIDEO_SECONDS;
    }

    /** The unit of that {@link #unitName()}, or null. */
    public static @Nullable Unit named(String unitName) {
        return BY_NAME.get(unitName);
    }
}
