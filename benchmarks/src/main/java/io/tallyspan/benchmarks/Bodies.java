package io.tallyspan.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The bytes that providers send, in the sizes they send them in; the figures and texts are made up. */
final class Bodies {

    private static final String ID = "chatcmpl-Bx1Zq8WmTk5LrNc7D000000000000";
    private static final String USAGE = """
            "usage":{"prompt_tokens":1184,"completion_tokens":312,"total_tokens":1496,\
            "prompt_tokens_details":{"cached_tokens":1024,"audio_tokens":0},\
            "completion_tokens_details":{"reasoning_tokens":128,"audio_tokens":0,\
            "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""";

    private Bodies() {}

    /** A chat completion of about 1.9 KB. */
    static byte[] chatCompletion() {
        return chatCompletion(1_250).getBytes(UTF_8);
    }

    /** A chat completion whose one message is a text of that many characters. */
    static String chatCompletion(int characters) {
        return """
                {
                  "id": "%s",
                  "object": "chat.completion",
                  "created": 1763780000,
                  "model": "gpt-4o-2024-08-06",
                  "choices": [
                    {
                      "index": 0,
                      "message": {"role": "assistant", "content": "%s", "refusal": null, "annotations": []},
                      "logprobs": null,
                      "finish_reason": "stop"
                    }
                  ],
                  %s,
                  "service_tier": "default",
                  "system_fingerprint": "fp_44709d6fcb"
                }
                """.formatted(ID, text(characters), USAGE);
    }

    /** Where the response id of {@link #chatCompletion()} ends. */
    static int endOfId(byte[] body) {
        return new String(body, UTF_8).indexOf(ID) + ID.length();
    }

    /** An embedding answer: one vector of that many small numbers. */
    static byte[] embedding(int dimensions) {
        StringBuilder vector = new StringBuilder();
        for (int i = 0; i < dimensions; i++) {
            vector.append(i == 0 ? "" : ",").append("-0.0").append(10_000 + i * 7919 % 89_999);
        }
        return ("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[" + vector
                        + "]}],\"model\":\"text-embedding-3-large\",\"usage\":{\"prompt_tokens\":9,\"total_tokens\":9}}")
                .getBytes(UTF_8);
    }

    /** A message of Anthropic's with that many characters of text. */
    static byte[] message(int characters) {
        return """
                {"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","model":"claude-sonnet-4-5",\
                "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn","stop_sequence":null,\
                "usage":{"input_tokens":2095,"cache_creation_input_tokens":512,"cache_read_input_tokens":1024,\
                "cache_creation":{"ephemeral_5m_input_tokens":512,"ephemeral_1h_input_tokens":0},\
                "output_tokens":503,"service_tier":"standard"}}""".formatted(text(characters)).getBytes(UTF_8);
    }

    /** One streamed piece of a chat completion, as the JSON document of a server-sent event. */
    static String chunk(int number) {
        return """
                {"id":"%s","object":"chat.completion.chunk","created":1763780000,"model":"gpt-4o-2024-08-06",\
                "service_tier":"default","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,\
                "delta":{"content":" token%d"},"logprobs":null,"finish_reason":null}],"usage":null}""".formatted(ID, number % 1000);
    }

    /** The last piece: the usage. */
    static String lastChunk() {
        return """
                {"id":"%s","object":"chat.completion.chunk","created":1763780000,"model":"gpt-4o-2024-08-06",\
                "service_tier":"default","system_fingerprint":"fp_44709d6fcb","choices":[],%s}""".formatted(ID, USAGE);
    }

    /** A response of OpenAI's, of about 2 KB. */
    static String response() {
        return """
                {"id":"resp_68af4030592c81938ec0a5fbab4a3e9f05438e46b5f69a3b","object":"response","created_at":1763780000,\
                "status":"completed","background":false,"error":null,"model":"gpt-5-2025-08-07","output":[{"id":"rs_1",\
                "type":"reasoning","summary":[]},{"id":"msg_1","type":"message","status":"completed","content":[{"type":\
                "output_text","annotations":[],"text":"%s"}],"role":"assistant"}],"service_tier":"default","usage":{\
                "input_tokens":1184,"input_tokens_details":{"cached_tokens":1024},"output_tokens":312,\
                "output_tokens_details":{"reasoning_tokens":128},"total_tokens":1496}}""".formatted(text(1_300));
    }

    /** An old completion of about 2 KB. */
    static String completion() {
        return """
                {"id":"cmpl-Bx1Zq8WmTk5LrNc7D","object":"text_completion","created":1763780000,"model":\
                "gpt-3.5-turbo-instruct","choices":[{"text":"%s","index":0,"logprobs":null,"finish_reason":"stop"}],%s}""".formatted(text(1_300), USAGE);
    }

    /** The beginning of a streamed message of Anthropic's. */
    static String messageStart() {
        return """
                {"type":"message_start","message":{"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant",\
                "model":"claude-sonnet-4-5","content":[],"stop_reason":null,"usage":{"input_tokens":2095,\
                "cache_creation_input_tokens":0,"cache_read_input_tokens":1024,"output_tokens":1}}}""";
    }

    /** A piece of it. */
    static String messageDelta(int number) {
        return "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" token"
                + number + "\"}}";
    }

    /** Its final usage. */
    static String messageEnd() {
        return """
                {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{\
                "input_tokens":2095,"cache_read_input_tokens":1024,"output_tokens":503}}""";
    }

    /** An answer or a piece of one of Gemini's; each states usage. */
    static String gemini(String text, boolean last) {
        return """
                {"candidates":[{"content":{"parts":[{"text":"%s"}],"role":"model"}%s,"index":0}],"usageMetadata":{\
                "promptTokenCount":1184,"candidatesTokenCount":312,"totalTokenCount":1624,"cachedContentTokenCount":1024,\
                "promptTokensDetails":[{"modality":"TEXT","tokenCount":1184}],"thoughtsTokenCount":128},\
                "modelVersion":"gemini-2.5-pro","responseId":"x7cfaZ2hNJ6fkdUP1oXw6Ac"}""".formatted(text, last ? ",\"finishReason\":\"STOP\"" : "");
    }

    /** An answer of Bedrock's, of about 2 KB. */
    static String converse() {
        return """
                {"metrics":{"latencyMs":812},"output":{"message":{"content":[{"text":"%s"}],"role":"assistant"}},\
                "stopReason":"end_turn","usage":{"inputTokens":20,"outputTokens":312,"totalTokens":332,\
                "cacheReadInputTokens":0,"cacheWriteInputTokens":0}}""".formatted(text(1_300));
    }

    /** An answer of Cohere's, of about 2 KB. */
    static String cohere() {
        return """
                {"id":"29f14a5a-11de-4cae-9800-25e4747408ea","finish_reason":"COMPLETE","message":{"role":"assistant",\
                "content":[{"type":"text","text":"%s"}]},"usage":{"billed_units":{"input_tokens":17,"output_tokens":312},\
                "tokens":{"input_tokens":80,"output_tokens":312}}}""".formatted(text(1_300));
    }

    /** An answer or a piece of one of Ollama's. */
    static String ollama(String text, boolean last) {
        return "{\"model\":\"llama3.2\",\"created_at\":\"2026-11-20T10:00:00.123456Z\",\"message\":{\"role\":\"assistant\","
                + "\"content\":\"" + text + "\"},"
                + (last
                        ? "\"done_reason\":\"stop\",\"done\":true,\"total_duration\":4883583458,\"load_duration\":1334875,"
                                + "\"prompt_eval_count\":26,\"prompt_eval_duration\":342546000,\"eval_count\":500,"
                                + "\"eval_duration\":4535599000}"
                        : "\"done\":false}");
    }

    /** A text of about that many characters. */
    static String text(int characters) {
        String sentence = "The quick brown fox, \\u00fcber all, said \\\"no\\\" to the lazy dog. ";
        return sentence.repeat(characters / sentence.length() + 1)
                .substring(0, characters / sentence.length() * sentence.length());
    }
}
