package io.tallyspan.testing.provider;

import static java.util.Objects.requireNonNull;

/**
 * A tool that an answer asks the application to call.
 *
 * @param name the tool's name
 * @param argumentsJson its arguments, a JSON object
 */
public record ToolCall(String name, String argumentsJson) {

    /** Checks the arguments. */
    public ToolCall {
        requireNonNull(name, "name");
        requireNonNull(argumentsJson, "argumentsJson");
    }
}
