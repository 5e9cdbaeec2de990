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

    private static String text(int characters) {
        String sentence = "The quick brown fox, \\u00fcber all, said \\\"no\\\" to the lazy dog. ";
        return sentence.repeat(characters / sentence.length() + 1)
                .substring(0, characters / sentence.length() * sentence.length());
    }
}
