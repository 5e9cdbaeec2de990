package io.tallyspan.reader;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Counts in Bedrock's arithmetic: the input is what no cache had to do with. Used for the bodies of Converse and of
 * Amazon's models, for the metrics at the end of a stream, and for the headers of an invoked model.
 */
final class BedrockCounts {

    private static final long ABSENT = -1;

    private long input = ABSENT;
    private long output = ABSENT;
    private long cacheRead = ABSENT;
    private long cacheWrite = ABSENT;
    private long cacheWrite5m = ABSENT;
    private long cacheWrite1h = ABSENT;

    void input(JsonValue value) {
        input = value.isCount() ? value.count() : input;
    }

    void output(JsonValue value) {
        output = value.isCount() ? value.count() : output;
    }

    void cacheRead(JsonValue value) {
        cacheRead = value.isCount() ? value.count() : cacheRead;
    }

    void cacheWrite(JsonValue value) {
        cacheWrite = value.isCount() ? value.count() : cacheWrite;
    }

    /** Cache writes of one lifetime; Bedrock names each once. */
    void cacheWrite(@Nullable String lifetime, long tokens) {
        if ("5m".equals(lifetime)) {
            cacheWrite5m = Math.max(cacheWrite5m, 0) + tokens;
        } else if ("1h".equals(lifetime)) {
            cacheWrite1h = Math.max(cacheWrite1h, 0) + tokens;
        }
    }

    /** Takes the counts of headers as they are, where they are numbers. */
    void headers(
            @Nullable String inputTokens,
            @Nullable String outputTokens,
            @Nullable String cacheReadTokens,
            @Nullable String cacheWriteTokens) {
        input = count(inputTokens);
        output = count(outputTokens);
        cacheRead = count(cacheReadTokens);
        cacheWrite = count(cacheWriteTokens);
    }

    private static long count(@Nullable String header) {
        if (header == null || header.isEmpty() || header.length() > 15) {
            return ABSENT;
        }
        for (int i = 0; i < header.length(); i++) {
            if (header.charAt(i) < '0' || header.charAt(i) > '9') {
                return ABSENT;
            }
        }
        return Long.parseLong(header);
    }

    boolean isEmpty() {
        return input == ABSENT && output == ABSENT;
    }

    Usage usage() {
        Usage.Builder usage = Usage.builder();
        if (input != ABSENT) {
            usage.set(Unit.INPUT_TOKENS, input + Math.max(cacheRead, 0) + Math.max(cacheWrite, 0));
        }
        set(usage, Unit.OUTPUT_TOKENS, output);
        set(usage, Unit.CACHE_READ_TOKENS, cacheRead);
        set(usage, Unit.CACHE_WRITE_TOKENS, cacheWrite);
        set(usage, Unit.CACHE_WRITE_5M_TOKENS, cacheWrite5m);
        set(usage, Unit.CACHE_WRITE_1H_TOKENS, cacheWrite1h);
        return usage.build();
    }

    private static void set(Usage.Builder usage, Unit unit, long count) {
        if (count != ABSENT) {
            usage.set(unit, count);
        }
    }
}
