package io.tallyspan.reader;

import java.util.List;

/** Uses of a provider's own tools, as answers state them. */
final class ProviderTools {

    private static final List<String> COUNTED = List.of("_calls", "_requests");

    private ProviderTools() {}

    /** Takes {@code "web_search_calls": 2}, found by a path that ends in {@code *}. */
    static void stated(JsonValue value, ToolCounts tools) {
        String tool = value.key();
        if (tool == null) {
            return;
        }
        for (String counted : COUNTED) {
            if (tool.endsWith(counted)) {
                tool = tool.substring(0, tool.length() - counted.length());
            }
        }
        uses(tool, value, tools);
    }

    /** Takes a number of uses, unless there were none: a list of all the tools there are is not worth keeping. */
    static void uses(String tool, JsonValue value, ToolCounts tools) {
        if (value.isCount() && value.count() > 0) {
            tools.set(tool, value.count());
        }
    }
}
