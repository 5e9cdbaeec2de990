package io.tallyspan.testing.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds for each request its place among its likes. Safe for use by several threads. */
final class Arrivals {

    private final String seed;
    private volatile @Nullable Pattern tag;
    private volatile String salt = "";
    private final Map<String, AtomicInteger> occurrences = new ConcurrentHashMap<>();

    /** {@code seed}: of the requests that bring none. */
    Arrivals(String seed) {
        this.seed = seed;
    }

    /** The first group of the first match in a request's body is its seed, where no header gives one. */
    void tag(Pattern pattern) {
        tag = pattern;
    }

    /** Makes other fingerprints of the same requests. */
    void salt(String text) {
        salt = text;
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
        String fingerprint = Derivation.sha256Hex(
                (salt + message.method() + '\n' + path + '\n' + Derivation.sha256Hex(message.body()))
                        .getBytes(StandardCharsets.UTF_8));
        String effectiveSeed = givenSeed == null ? tagged(message.body()) : givenSeed;
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

    private String tagged(byte[] body) {
        Pattern pattern = tag;
        Matcher matcher = pattern == null ? null : pattern.matcher(new String(body, StandardCharsets.UTF_8));
        return matcher != null && matcher.find() ? matcher.group(1) : seed;
    }
}
