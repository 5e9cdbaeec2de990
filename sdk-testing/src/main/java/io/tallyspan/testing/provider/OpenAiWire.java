package io.tallyspan.testing.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What OpenAI's APIs have in common. */
abstract class OpenAiWire implements Wire {

    @Override
    public String requestId(Derivation derivation) {
        return "req_" + derivation.hex("request", 32);
    }

    @Override
    public Map<String, String> headers(String requestId) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("openai-organization", "user-fake");
        headers.put("openai-processing-ms", "137");
        headers.put("openai-version", "2020-10-01");
        headers.put("x-ratelimit-limit-requests", "30000");
        headers.put("x-ratelimit-remaining-requests", "29999");
        headers.put("x-request-id", requestId);
        return headers;
    }

    @Override
    public Frame keepAlive() {
        return Frame.text(": keep-alive\n\n", false);
    }

    @Override
    public String errorBody(int status, String requestId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error");
        error.put("message", "The fake provider was told to answer " + status + " (request " + requestId + ").");
        error.put("type", errorType(status));
        error.putNull("param");
        error.put("code", errorCode(status));
        return body.toPrettyString();
    }

    @Override
    public Frame errorEvent(String requestId) {
        return Frame.text("data: " + compact(errorBody(500, requestId)) + "\n\n", false);
    }

    static String compact(String pretty) {
        return pretty.replaceAll("\\R\\s*", "");
    }

    private static String errorType(int status) {
        return switch (status) {
            case 429 -> "requests";
            case 400, 401, 403, 404, 409, 422 -> "invalid_request_error";
            default -> "server_error";
        };
    }

    private static String errorCode(int status) {
        return switch (status) {
            case 401 -> "invalid_api_key";
            case 404 -> "model_not_found";
            case 429 -> "rate_limit_exceeded";
            case 400, 403, 409, 422 -> "invalid_value";
            default -> "internal_error";
        };
    }
}
