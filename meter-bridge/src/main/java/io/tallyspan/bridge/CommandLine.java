package io.tallyspan.bridge;

import io.tallyspan.bridge.report.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of one command, {@code --name value} or {@code --name=value}, each at most once. */
final class CommandLine {

    private static final String DASHES = "--";

    private final Map<String, String> values = new HashMap<>();

    /**
     * Parses what follows the command.
     *
     * @throws IllegalArgumentException for what is no option of it
     */
    CommandLine(String command, List<String> arguments, Set<String> options) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!name.startsWith(DASHES) || !options.contains(name.substring(DASHES.length()))) {
                throw new IllegalArgumentException(command + " has no option \"" + name + "\": did you mean \"" + DASHES
                        + Nearest.to(name.replace(DASHES, ""), options) + "\"?");
            }
            if (equals < 0 && i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
            if (value.isBlank()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            if (values.put(name.substring(DASHES.length()), value) != null) {
                throw new IllegalArgumentException(name + " is given twice");
            }
        }
    }

    /** An option's value, or {@code otherwise}. */
    String get(String option, String otherwise) {
        return values.getOrDefault(option, otherwise);
    }

    /** Whether an option is given. */
    boolean has(String option) {
        return values.containsKey(option);
    }
}
