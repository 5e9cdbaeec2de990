package io.tallyspan.reader;

import static java.util.Objects.requireNonNull;

import io.tallyspan.id.Dialect;

/**
 * An endpoint by the name under which {@code tallyspan.endpoints} maps paths of the user's own to it: a request to such
 * a path is read as if it went to {@code path}.
 *
 * @param name such as {@code openai-chat}
 * @param path where the provider itself has it, such as {@code /v1/chat/completions}; {@code {model}} stands for the
 *     model, where the provider's path names it
 * @param dialect the dialect of hosts of which the configuration says nothing else
 */
public record NamedEndpoint(String name, String path, Dialect dialect) {

    /** Checks the arguments. */
    public NamedEndpoint {
        requireNonNull(name, "name");
        requireNonNull(path, "path");
        requireNonNull(dialect, "dialect");
    }
}
