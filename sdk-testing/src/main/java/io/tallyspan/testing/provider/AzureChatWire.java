package io.tallyspan.testing.provider;

import java.util.LinkedHashMap;
import java.util.Map;

/** Chat completions as Azure serves them: OpenAI's bodies, other headers. */
final class AzureChatWire extends OpenAiChatWire {

    @Override
    public boolean serves(String path) {
        return super.serves(path) && path.startsWith("/openai/");
    }

    @Override
    public String requestId(Derivation derivation) {
        return derivation.uuid("request");
    }

    @Override
    public Map<String, String> headers(String requestId) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("apim-request-id", requestId);
        headers.put("x-ms-region", "Sweden Central");
        headers.put("x-ratelimit-remaining-requests", "99");
        return headers;
    }

    /** Azure's answer to a prompt that its filter refuses: billed, and no usage in it. */
    static String contentFilterBody() {
        return "{\"error\":{\"message\":\"The response was filtered due to the prompt triggering Azure OpenAI's content"
                + " management policy.\",\"type\":null,\"param\":\"prompt\",\"code\":\"content_filter\",\"status\":400,"
                + "\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\",\"content_filter_result\":{\"violence\":"
                + "{\"filtered\":true,\"severity\":\"medium\"}}}}}";
    }
}
