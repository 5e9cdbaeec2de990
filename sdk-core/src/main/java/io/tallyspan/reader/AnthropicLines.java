package io.tallyspan.reader;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's {@code usage.iterations}: what is billed where a response took several samplings, some perhaps by another
 * model. The figures beside the list leave out all that were not of type {@code message}.
 */
final class AnthropicLines {

    /** More iterations than any response has; what lies beyond is not believed, so that memory stays bounded. */
    private static final int MAX_LINES = 256;

    private static final List<Unit> PARTS =
            List.of(Unit.REASONING_TOKENS, Unit.CACHE_WRITE_5M_TOKENS, Unit.CACHE_WRITE_1H_TOKENS);

    private final List<Line> lines = new ArrayList<>();

    /** One iteration as it is being read. */
    private static final class Line {
        private final AnthropicCounts counts = new AnthropicCounts();
        private @Nullable String type;
        private @Nullable String model;
    }

    void clear() {
        lines.clear();
    }

    void begin() {
        if (lines.size() < MAX_LINES) {
            lines.add(new Line());
        }
    }

    void type(JsonValue value) {
        Line line = at(value);
        if (line != null) {
            line.type = value.text();
        }
    }

    void model(JsonValue value) {
        Line line = at(value);
        if (line != null) {
            line.model = value.text();
        }
    }

    void count(int field, JsonValue value) {
        Line line = at(value);
        if (line != null) {
            line.counts.set(field, value);
        }
    }

    private @Nullable Line at(JsonValue value) {
        return value.index() < lines.size() ? lines.get(value.index()) : null;
    }

    /** The billing lines, where there are several or another model's price applies to the only one. */
    List<UsageLine> usageLines() {
        if (lines.isEmpty() || (lines.size() == 1 && lines.get(0).model == null)) {
            return List.of();
        }
        List<UsageLine> result = new ArrayList<>(lines.size());
        for (Line line : lines) {
            String type = line.type == null ? "message" : line.type;
            result.add(new UsageLine(result.size(), type, line.model, line.counts.usage()));
        }
        return result;
    }

    /** The sums over the lines; {@code top} is what stands beside the list, and is all there is without one. */
    Usage sums(Usage top) {
        if (lines.isEmpty()) {
            return top;
        }
        Usage.Builder sums = Usage.builder();
        for (Line line : lines) {
            sums.add(line.counts.usage());
        }
        Usage stated = sums.build();
        for (Unit part : PARTS) {
            Long count = top.get(part);
            if (!stated.has(part) && count != null) {
                sums.set(part, count);
            }
        }
        return sums.build();
    }
}
