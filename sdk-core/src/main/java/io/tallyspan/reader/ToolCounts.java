package io.tallyspan.reader;

import io.tallyspan.usage.Usage;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Uses of the tools that a provider runs, by name. Bounded: no provider has more tools than this holds. */
final class ToolCounts {

    private static final int MAX_TOOLS = 64;

    private @Nullable TreeMap<String, Long> uses;

    boolean isEmpty() {
        return uses == null;
    }

    void clear() {
        uses = null;
    }

    void set(String tool, long count) {
        if (uses == null) {
            uses = new TreeMap<>();
        }
        if (uses.size() < MAX_TOOLS || uses.containsKey(tool)) {
            uses.put(tool, count);
        }
    }

    void increment(String tool) {
        Long before = uses == null ? null : uses.get(tool);
        set(tool, before == null ? 1 : before + 1);
    }

    /** Takes over each count of {@code other} that is higher than the own. */
    void raiseTo(ToolCounts other) {
        if (other.uses != null) {
            other.uses.forEach((tool, count) -> {
                Long own = uses == null ? null : uses.get(tool);
                if (own == null || own < count) {
                    set(tool, count);
                }
            });
        }
    }

    void addTo(Usage.Builder usage) {
        if (uses != null) {
            uses.forEach(usage::setServerTool);
        }
    }
}
