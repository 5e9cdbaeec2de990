package io.tallyspan.testing.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Finds for each request its place among its likes. Safe for use by several threads. */
final class Arrivals {

    private final String seed;
    private final Map<String, AtomicInteger> occurrences = new ConcurrentHashMap<>();

    /** {@code seed}: of the requests that bring none. */
    Arrivals(String seed) {
        this.seed = seed;
    }

    void clear() {
        occurrences.clear();
    }

    ReceivedRequest receive(HttpReader.Message message) {
        int question = message.target().indexOf('?');
        String path = question < 0 ? message.target() : message.target().substring(0, question);
        String query = question < 0 ? "" : message.target().substring(question + 1);
        String givenSeed = message.headers().first(FakeProvider.SEED_HEADER);
        String retries = message.headers().first("X-Stainless-Retry-Count");
        int retryCount = retries == null ? 0 : Integer.parseInt(retries.trim());
        JsonNode json = Json.tryParse(message.body());
        String fingerprint =
                Derivation.sha256Hex((message.method() + '\n' + path + '\n' + Derivation.sha256Hex(message.body()))
                        .getBytes(StandardCharsets.UTF_8));
        String effectiveSeed = givenSeed == null ? seed : givenSeed;
        int occurrence = occurrences
                .computeIfAbsent(effectiveSeed + '\n' + fingerprint + '\n' + retryCount, unused -> new AtomicInteger())
                .incrementAndGet();
        return new ReceivedRequest(
                message.method(),
                path,
                query,
                message.headers(),
                message.body(),
                json,
                effectiveSeed,
                fingerprint,
                retryCount,
                occurrence);
    }
}
