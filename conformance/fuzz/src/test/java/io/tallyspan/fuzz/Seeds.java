package io.tallyspan.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Bodies to start from: some of each framing, and recorded traffic where it lies beside the checkout. */
final class Seeds {

    private static final int LONGEST = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Seeds() {}

    static Stream<byte[]> all() {
        List<byte[]> seeds = new ArrayList<>();
        own(seeds);
        recorded(seeds);
        return seeds.stream();
    }

    private static void own(List<byte[]> seeds) {
        add(seeds, "/v1/chat/completions", """
                {"id":"chatcmpl-1","model":"m","service_tier":"flex","choices":[{"finish_reason":"stop"}],"usage":{\
                "prompt_tokens":9,"completion_tokens":5,"total_tokens":14,"prompt_tokens_details":{"cached_tokens":4}}}""");
        add(seeds, "/v1/chat/completions", """
                : comment

                data: {"id":"chatcmpl-1","choices":[{"delta":{"content":"\\u00e9\\"}"}}],"usage":null}

                data: {"id":"chatcmpl-1","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}

                data: [DONE]

                """);
        add(seeds, "/v1/responses", """
                event: response.completed
                data: {"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[{"type":\
                "web_search_call"}],"usage":{"input_tokens":3,"output_tokens":4}}}

                """);
        add(seeds, "/v1/messages", """
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","model":"c","usage":{"input_tokens":3,"output_tokens":1}}}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":7,"iterations":[{\
                "type":"message","input_tokens":3,"output_tokens":7}]}}

                """);
        add(seeds, ":streamGenerateContent", """
                [{"candidates":[{"finishReason":"STOP"}],"responseId":"r","usageMetadata":{"promptTokenCount":4,\
                "candidatesTokenCount":2,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":1}]}}]""");
        add(seeds, "/api/chat", "{\"model\":\"q\",\"done\":false}\n{\"done\":true,\"eval_count\":3}\n");
        add(
                seeds,
                "/v1/chat",
                "{\"event_type\":\"stream-end\",\"response\":{\"meta\":{\"billed_units\":{\"input_tokens\":2}}}}\n");
        add(seeds, "/converse-stream", awsEvent("metadata", "{\"usage\":{\"inputTokens\":5,\"outputTokens\":6}}"));
        String document = Base64.getEncoder()
                .encodeToString("{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":7}}".getBytes(UTF_8));
        add(seeds, "/invoke-with-response-stream", awsEvent("chunk", "{\"bytes\":\"" + document + "\"}"));
    }

    private static void recorded(List<byte[]> seeds) {
        Path file = null;
        for (Path at = Path.of("").toAbsolutePath(); at != null && file == null; at = at.getParent()) {
            Path here = at.resolve("shared/corpus/recorded.jsonl");
            file = Files.isReadable(here) ? here : null;
        }
        if (file == null) {
            return;
        }
        try (Stream<String> lines = Files.lines(file, UTF_8)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode entry = JSON.readTree(line);
                String body = entry.path("response_body").asText();
                byte[] bytes = entry.path("response_body_encoding").asText().equals("base64")
                        ? Base64.getDecoder().decode(body)
                        : body.getBytes(UTF_8);
                if (bytes.length <= LONGEST) {
                    add(seeds, entry.path("url").asText().replaceAll("[?#].*", ""), bytes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(List<byte[]> seeds, String url, String body) {
        add(seeds, url, body.getBytes(UTF_8));
    }

    private static void add(List<byte[]> seeds, String url, byte[] body) {
        seeds.add(ByteBuffer.allocate(ReaderHarness.HEAD + body.length)
                .put((byte) Targets.indexOf(url))
                .put((byte) 0)
                .put((byte) body.length)
                .put(body)
                .array());
    }

    private static byte[] awsEvent(String type, String payload) {
        byte[] name = ":event-type".getBytes(UTF_8);
        byte[] value = type.getBytes(UTF_8);
        byte[] content = payload.getBytes(UTF_8);
        int headers = 1 + name.length + 1 + 2 + value.length;
        int total = 16 + headers + content.length;
        ByteBuffer message = ByteBuffer.allocate(total).putInt(total).putInt(headers);
        message.putInt(crc(message.array(), 8))
                .put((byte) name.length)
                .put(name)
                .put((byte) 7);
        message.putShort((short) value.length).put(value).put(content);
        return message.putInt(crc(message.array(), total - 4)).array();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
