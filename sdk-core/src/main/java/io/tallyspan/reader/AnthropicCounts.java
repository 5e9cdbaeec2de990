package io.tallyspan.reader;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.Arrays;
import java.util.List;

/**
 * Counts in Anthropic's arithmetic, where {@code input_tokens} are only those that no cache had to do with. Kept as
 * stated until they are asked for, because each may come with another event.
 */
final class AnthropicCounts {

    /** The counted fields of a usage object; a field's number is its place here. */
    static final List<String> FIELDS = List.of(
            "input_tokens",
            "cache_read_input_tokens",
            "cache_creation_input_tokens",
            "cache_creation.ephemeral_5m_input_tokens",
            "cache_creation.ephemeral_1h_input_tokens",
            "output_tokens",
            "output_tokens_details.thinking_tokens");

    private static final int INPUT = 0;
    private static final int CACHE_READ = 1;
    private static final int CACHE_WRITE = 2;
    private static final int CACHE_WRITE_5M = 3;
    private static final int CACHE_WRITE_1H = 4;
    static final int OUTPUT = 5;
    private static final int THINKING = 6;

    private static final long UNKNOWN = -1;

    private final long[] counts = new long[FIELDS.size()];

    AnthropicCounts() {
        Arrays.fill(counts, UNKNOWN);
    }

    void set(int field, JsonValue value) {
        if (value.isCount()) {
            counts[field] = value.count();
        }
    }

    boolean hasOutput() {
        return counts[OUTPUT] != UNKNOWN;
    }

    /** The counts, normalised. */
    Usage usage() {
        Usage.Builder usage = Usage.builder();
        long write = counts[CACHE_WRITE];
        if (write == UNKNOWN && (counts[CACHE_WRITE_5M] != UNKNOWN || counts[CACHE_WRITE_1H] != UNKNOWN)) {
            write = orZero(counts[CACHE_WRITE_5M]) + orZero(counts[CACHE_WRITE_1H]);
        }
        if (counts[INPUT] != UNKNOWN) {
            usage.set(Unit.INPUT_TOKENS, counts[INPUT] + orZero(counts[CACHE_READ]) + orZero(write));
        }
        set(usage, Unit.CACHE_READ_TOKENS, counts[CACHE_READ]);
        set(usage, Unit.CACHE_WRITE_TOKENS, write);
        set(usage, Unit.CACHE_WRITE_5M_TOKENS, counts[CACHE_WRITE_5M]);
        set(usage, Unit.CACHE_WRITE_1H_TOKENS, counts[CACHE_WRITE_1H]);
        set(usage, Unit.OUTPUT_TOKENS, counts[OUTPUT]);
        set(usage, Unit.REASONING_TOKENS, counts[THINKING]);
        return usage.build();
    }

    private static void set(Usage.Builder usage, Unit unit, long count) {
        if (count != UNKNOWN) {
            usage.set(unit, count);
        }
    }

    private static long orZero(long count) {
        return Math.max(count, 0);
    }
}
