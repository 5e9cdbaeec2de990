package io.tallyspan.testing.kit;

import static java.util.Objects.requireNonNull;

import io.tallyspan.Tallyspan;
import io.tallyspan.id.Dialect;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client that a case wants. Immutable.
 *
 * @param url the provider, {@code http://127.0.0.1:PORT}; OpenAI's clients add {@code /v1}
 * @param dialect what to speak
 * @param layers the Tallyspan instances to wrap the client with, innermost first; none for the bare client
 * @param handleLost whether, between two layers, whatever ties them together is to be lost: the request object's tag
 *     and the OpenTelemetry context
 * @param timeout the client's timeout for the whole call, or for the wait for headers where it has only that
 * @param retries how often the client retries by itself
 * @param headers more headers for every request
 * @param streamUsage whether streams ask for usage ({@code include_usage}), where the dialect asks
 * @param failure thrown by the transport below all layers, as this instance, in place of sending anything; null for
 *     none
 */
public record ClientSetup(
        URI url,
        Dialect dialect,
        List<Tallyspan> layers,
        boolean handleLost,
        Duration timeout,
        int retries,
        Map<String, String> headers,
        boolean streamUsage,
        @Nullable IOException failure) {

    /** Checks the arguments and copies the collections. */
    public ClientSetup {
        requireNonNull(url, "url");
        requireNonNull(dialect, "dialect");
        layers = List.copyOf(layers);
        requireNonNull(timeout, "timeout");
        headers = Map.copyOf(headers);
    }

    static ClientSetup of(URI url, Dialect dialect, Tallyspan... layers) {
        return new ClientSetup(url, dialect, List.of(layers), false, Duration.ofSeconds(30), 0, Map.of(), true, null);
    }

    ClientSetup at(URI other) {
        return new ClientSetup(other, dialect, layers, handleLost, timeout, retries, headers, streamUsage, failure);
    }

    ClientSetup layered(Tallyspan... innermostFirst) {
        return new ClientSetup(
                url, dialect, List.of(innermostFirst), handleLost, timeout, retries, headers, streamUsage, failure);
    }

    ClientSetup losingHandle() {
        return new ClientSetup(url, dialect, layers, true, timeout, retries, headers, streamUsage, failure);
    }

    ClientSetup patience(Duration limit) {
        return new ClientSetup(url, dialect, layers, handleLost, limit, retries, headers, streamUsage, failure);
    }

    ClientSetup retrying(int times) {
        return new ClientSetup(url, dialect, layers, handleLost, timeout, times, headers, streamUsage, failure);
    }

    ClientSetup header(String name, String value) {
        return new ClientSetup(
                url, dialect, layers, handleLost, timeout, retries, Map.of(name, value), streamUsage, failure);
    }

    ClientSetup withoutStreamUsage() {
        return new ClientSetup(url, dialect, layers, handleLost, timeout, retries, headers, false, failure);
    }

    ClientSetup failing(IOException instance) {
        return new ClientSetup(url, dialect, layers, handleLost, timeout, retries, headers, streamUsage, instance);
    }
}
