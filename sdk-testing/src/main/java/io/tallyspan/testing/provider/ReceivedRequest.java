package io.tallyspan.testing.provider;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyspan.http.Headers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived, and where it stands among its likes. Immutable; the body must not be changed.
 *
 * @param method the HTTP method
 * @param path the path without query
 * @param query the query without question mark; empty if there is none
 * @param headers the headers as received
 * @param body the body after its content encoding was taken off
 * @param json the body as JSON; a missing node where it is none
 * @param seed the value of {@link FakeProvider#SEED_HEADER}, or the provider's own seed
 * @param fingerprint hash of method, path and body
 * @param retryCount the client's own number for this attempt ({@code X-Stainless-Retry-Count}), 0 where it sends none
 * @param occurrence counts, from 1, the requests of this seed, fingerprint and retry count
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy for each reader would hide that bytes are equal
public record ReceivedRequest(
        String method,
        String path,
        String query,
        Headers headers,
        byte[] body,
        JsonNode json,
        String seed,
        String fingerprint,
        int retryCount,
        int occurrence) {

    /** Checks the arguments. */
    public ReceivedRequest {
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        requireNonNull(query, "query");
        requireNonNull(headers, "headers");
        requireNonNull(body, "body");
        requireNonNull(json, "json");
        requireNonNull(seed, "seed");
        requireNonNull(fingerprint, "fingerprint");
    }

    /** The first value of a header, or null. */
    public @Nullable String header(String name) {
        return headers.first(name);
    }

    /** The model asked for: from the body, in Azure's paths the deployment; empty if none. */
    public String model() {
        String model = json.path("model").asText("");
        int deployment = path.indexOf("/deployments/");
        if (!model.isEmpty() || deployment < 0) {
            return model;
        }
        String rest = path.substring(deployment + "/deployments/".length());
        return rest.substring(0, rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/'));
    }

    /** Whether the body asks for a stream. */
    public boolean stream() {
        return json.path("stream").asBoolean();
    }

    /** The body as text, for predicates that look for a word of the prompt. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
