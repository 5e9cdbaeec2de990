package io.tallyspan.bridge.report;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something to group by.
 *
 * @param name what the user calls it
 * @param sql what it is in table {@code usage}
 */
record Dimension(String name, String sql) {

    private static final String TAG = "tag.";
    private static final String PRICE = "price.";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_./:@ -]{1,128}");

    private static final Map<String, String> SQL = new TreeMap<>(Map.ofEntries(
            entry("agent", "agent"),
            entry("attempt", "call_attempt"),
            entry("attempt_source", "attempt_source"),
            entry("call", "call_id"),
            entry("conversation", "conversation"),
            entry("customer", "customer"),
            entry("day", "strftime('%Y-%m-%d', start_nanos / 1000000000, 'unixepoch')"),
            entry("dialect", "dialect"),
            entry("environment", "environment"),
            entry("error_type", "error_type"),
            entry("event", "event_id"),
            entry("execution", "execution"),
            entry("feature", "feature"),
            entry("hour", "strftime('%Y-%m-%dT%H:00Z', start_nanos / 1000000000, 'unixepoch')"),
            entry("model", "coalesce(response_model, request_model)"),
            entry("month", "strftime('%Y-%m', start_nanos / 1000000000, 'unixepoch')"),
            entry("operation", "operation"),
            entry("outcome", "outcome"),
            entry("provider", "provider"),
            entry("quality", "quality"),
            entry("request_model", "request_model"),
            entry("response_id", "response_id"),
            entry("response_model", "response_model"),
            entry("rule", "event_rule"),
            entry("run", "run"),
            entry("server", "server"),
            entry("service", "service"),
            entry(
                    "start",
                    "strftime('%Y-%m-%dT%H:%M:%S', start_nanos / 1000000000, 'unixepoch')"
                            + " || printf('.%09dZ', start_nanos % 1000000000)"),
            entry("status", "status"),
            entry("step", "step"),
            entry("step_path", "step_path"),
            entry("tier", "tier"),
            entry("trace", "trace_id"),
            entry("user", "end_user")));

    /** The dimension of that name; throws with the nearest right one if there is none. */
    static Dimension named(String name) {
        String sql = SQL.get(name);
        if (sql == null) {
            sql = attribute(name, TAG, "tallyspan.tag.");
        }
        if (sql == null) {
            sql = attribute(name, PRICE, "tallyspan.price.");
        }
        if (sql == null) {
            throw new IllegalArgumentException("unknown dimension \"" + name + "\": did you mean \""
                    + Nearest.to(name, SQL.keySet()) + "\"? There are " + String.join(", ", names()));
        }
        return new Dimension(name, sql);
    }

    static List<String> names() {
        return Stream.concat(SQL.keySet().stream(), Stream.of(TAG + "<key>", PRICE + "<dimension>"))
                .toList();
    }

    /** Dimensions by name, none twice. */
    static List<Dimension> named(List<String> names) {
        List<Dimension> dimensions = new ArrayList<>();
        for (String name : names) {
            Dimension dimension = named(name);
            if (!dimensions.contains(dimension)) {
                dimensions.add(dimension);
            }
        }
        return dimensions;
    }

    private static @Nullable String attribute(String name, String prefix, String attributePrefix) {
        if (!name.startsWith(prefix)) {
            return null;
        }
        String key = name.substring(prefix.length());
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("no key to group by: \"" + name + "\"");
        }
        return "json_extract(attributes, '$.\"" + attributePrefix + key + "\"')";
    }
}
