package io.tallyspan.testing.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * One server-sent event, or a whole plain body.
 *
 * @param completesUsage whether the final usage is stated with it
 */
@SuppressWarnings("ArrayRecordComponent") // written to a socket, never compared
record Frame(byte[] bytes, boolean completesUsage) {

    static Frame data(JsonNode json, boolean completesUsage) {
        return text("data: " + json + "\n\n", completesUsage);
    }

    static Frame event(String event, String json, boolean completesUsage) {
        return text("event: " + event + "\ndata: " + json + "\n\n", completesUsage);
    }

    static Frame text(String text, boolean completesUsage) {
        return new Frame(text.getBytes(StandardCharsets.UTF_8), completesUsage);
    }
}
