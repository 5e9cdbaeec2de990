package io.tallyspan.testing.provider;

import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer as the model gave it, before any dialect writes it down.
 *
 * @param derivation where a dialect takes further ids from
 * @param id the response's id; null where the dialect has none
 * @param requestId the id of the request, for the dialect's header
 * @param usage what the answer cost: what goes into the books
 * @param lines the billing lines, where there are several
 * @param statesUsage whether the answer says so
 * @param slices the text in the pieces of a stream; empty if the model asks for tools
 */
record Completion(
        Derivation derivation,
        @Nullable String id,
        String requestId,
        String model,
        @Nullable String tier,
        List<String> slices,
        List<ToolCall> toolCalls,
        Usage usage,
        List<UsageLine> lines,
        boolean statesUsage,
        boolean cumulativeDeltas,
        boolean failed,
        boolean background) {

    /** A moment in 2026: the same in every run, so that bodies are. */
    static final long CREATED = 1_790_000_000L;

    String text() {
        return String.join("", slices);
    }

    /** Cuts between code points; a text shorter than {@code count} gives some empty slices. */
    static List<String> slices(String text, int count) {
        List<String> slices = new ArrayList<>();
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) points.length * i / count);
            int to = (int) ((long) points.length * (i + 1) / count);
            slices.add(new String(points, from, to - from));
        }
        return slices;
    }
}
