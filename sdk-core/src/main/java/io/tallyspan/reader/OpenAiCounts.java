package io.tallyspan.reader;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The counts of an answer in OpenAI's words, and what they come to. With OpenAI the input includes what was cached and
 * the output includes reasoning. Where a server counts reasoning, audio or the cache outside, its own total tells: what
 * is missing from it is exactly the count that stands outside.
 */
final class OpenAiCounts {

    private static final long ABSENT = -1;

    private final Dialect dialect;
    private final Usage.Builder stated = Usage.builder();
    private long total = ABSENT;
    private long flatCached = ABSENT;
    private long flatWritten = ABSENT;
    private long flatReasoning = ABSENT;

    OpenAiCounts(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Takes a count; false if the path is none of a count, or the value is none. */
    boolean take(int path, JsonValue value) {
        if (path < OpenAiPaths.TOTAL || !value.isCount()) {
            return false;
        }
        long count = value.count();
        switch (path) {
            case OpenAiPaths.TOTAL -> total = count;
            case OpenAiPaths.FLAT_CACHED -> flatCached = count;
            case OpenAiPaths.FLAT_WRITTEN -> flatWritten = count;
            case OpenAiPaths.FLAT_REASONING -> flatReasoning = count;
            default -> stated.set(OpenAiPaths.COUNTS.get(path - OpenAiPaths.FIRST_COUNT), count);
        }
        return true;
    }

    /** The counts by Tallyspan's rules. */
    Usage usage(@Nullable String model) {
        Usage usage = stated.build();
        if (total == ABSENT && flatCached == ABSENT && flatWritten == ABSENT && flatReasoning == ABSENT) {
            return usage;
        }
        Usage.Builder normal = usage.toBuilder();
        if (flatCached != ABSENT && !usage.has(Unit.CACHE_READ_TOKENS)) {
            normal.set(Unit.CACHE_READ_TOKENS, flatCached);
        }
        if (flatWritten != ABSENT && !usage.has(Unit.CACHE_WRITE_TOKENS)) {
            normal.set(Unit.CACHE_WRITE_TOKENS, flatWritten);
        }
        if (flatReasoning != ABSENT && !usage.has(Unit.REASONING_TOKENS)) {
            normal.set(Unit.REASONING_TOKENS, flatReasoning);
        }
        long input = of(usage, Unit.INPUT_TOKENS);
        long output = of(usage, Unit.OUTPUT_TOKENS);
        if (dialect == Dialect.PERPLEXITY && flatReasoning > 0) {
            normal.set(Unit.OUTPUT_TOKENS, output + flatReasoning); // outside of its total as well
        } else if (total != ABSENT && !usage.has(Unit.INPUT_TOKENS) && !usage.has(Unit.OUTPUT_TOKENS)) {
            normal.set(Unit.INPUT_TOKENS, total); // Voyage, rankings: nothing but a total
        } else if (total > input + output && usage.has(Unit.INPUT_TOKENS) && usage.has(Unit.OUTPUT_TOKENS)) {
            explain(total - input - output, usage, normal, input, output, model);
        } else if (total == ABSENT && dialect == Dialect.XAI) {
            normal.set(Unit.OUTPUT_TOKENS, output + of(usage, Unit.REASONING_TOKENS));
        }
        return normal.build();
    }

    /** The provider's total is more than input and output: something stands outside of them. */
    private void explain(
            long missing, Usage usage, Usage.Builder normal, long input, long output, @Nullable String model) {
        long reasoning = Math.max(of(usage, Unit.REASONING_TOKENS), Math.max(flatReasoning, 0));
        long audio = of(usage, Unit.INPUT_AUDIO_TOKENS);
        long cached = Math.max(of(usage, Unit.CACHE_READ_TOKENS), Math.max(flatCached, 0))
                + Math.max(of(usage, Unit.CACHE_WRITE_TOKENS), Math.max(flatWritten, 0));
        if (missing == reasoning) {
            normal.set(Unit.OUTPUT_TOKENS, output + reasoning); // xAI's chat completions
        } else if (missing == audio) {
            normal.set(Unit.INPUT_TOKENS, input + audio); // Mistral
        } else if (missing == reasoning + audio) {
            normal.set(Unit.OUTPUT_TOKENS, output + reasoning).set(Unit.INPUT_TOKENS, input + audio);
        } else if (missing == cached) {
            normal.set(Unit.INPUT_TOKENS, input + cached); // gateways that pass on Anthropic's counts
        } else if (hidesReasoning(model)) {
            normal.set(Unit.OUTPUT_TOKENS, output + missing);
        }
    }

    /** Google's OpenAI-compatible endpoint counts thoughts in nothing but the total, whoever passes its answers on. */
    private boolean hidesReasoning(@Nullable String model) {
        return dialect == Dialect.GEMINI || dialect == Dialect.VERTEX || (model != null && model.contains("gemini"));
    }

    private static long of(Usage usage, Unit unit) {
        Long count = usage.get(unit);
        return count == null ? 0 : count;
    }
}
