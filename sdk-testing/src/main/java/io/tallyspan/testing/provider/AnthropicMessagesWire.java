package io.tallyspan.testing.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code POST /v1/messages}. */
final class AnthropicMessagesWire implements Wire {

    @Override
    public boolean serves(String path) {
        return path.endsWith("/messages");
    }

    @Override
    public Set<Unit> units() {
        return Set.of(
                Unit.INPUT_TOKENS,
                Unit.OUTPUT_TOKENS,
                Unit.CACHE_READ_TOKENS,
                Unit.CACHE_WRITE_TOKENS,
                Unit.CACHE_WRITE_5M_TOKENS,
                Unit.CACHE_WRITE_1H_TOKENS);
    }

    @Override
    public Usage derivedUsage(Derivation derivation) {
        long fiveMinutes = derivation.between("5m", 0, 100);
        long hour = derivation.between("1h", 0, 100);
        return Usage.builder()
                .set(Unit.INPUT_TOKENS, derivation.between("input", 400, 2_000))
                .set(Unit.CACHE_READ_TOKENS, derivation.between("cached", 0, 200))
                .set(Unit.CACHE_WRITE_TOKENS, fiveMinutes + hour)
                .set(Unit.CACHE_WRITE_5M_TOKENS, fiveMinutes)
                .set(Unit.CACHE_WRITE_1H_TOKENS, hour)
                .set(Unit.OUTPUT_TOKENS, derivation.between("output", 100, 500))
                .build();
    }

    @Override
    public String responseId(Derivation derivation) {
        return "msg_" + derivation.base62("response", 24);
    }

    @Override
    public String requestId(Derivation derivation) {
        return "req_" + derivation.base62("request", 24);
    }

    @Override
    public Map<String, String> headers(String requestId) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("anthropic-ratelimit-requests-limit", "20000");
        headers.put("anthropic-ratelimit-requests-remaining", "19999");
        headers.put("anthropic-organization-id", "00000000-0000-4000-8000-000000000000");
        headers.put("request-id", requestId);
        return headers;
    }

    @Override
    public String body(Completion completion) {
        ObjectNode body = message(completion);
        body.set("content", content(completion));
        body.put("stop_reason", stopReason(completion));
        if (completion.statesUsage()) {
            body.set("usage", AnthropicUsage.plain(completion));
        }
        return body.toString();
    }

    @Override
    public List<Frame> events(Completion completion, boolean usageAsked) {
        List<Frame> frames = new ArrayList<>();
        ObjectNode start = message(completion);
        start.putArray("content");
        start.putNull("stop_reason");
        if (completion.statesUsage()) {
            start.set("usage", AnthropicUsage.atStart(completion));
        }
        ObjectNode startEvent = object("message_start");
        startEvent.set("message", start);
        frames.add(frame(startEvent, false));
        int index = 0;
        for (var block : content(completion)) {
            addBlock(frames, completion, (ObjectNode) block, index++);
        }
        ObjectNode delta = object("message_delta");
        delta.putObject("delta").put("stop_reason", stopReason(completion)).putNull("stop_sequence");
        if (completion.statesUsage()) {
            delta.set("usage", AnthropicUsage.atEnd(completion));
        }
        frames.add(frame(delta, completion.statesUsage()));
        frames.add(frame(object("message_stop"), false));
        return frames;
    }

    private void addBlock(List<Frame> frames, Completion completion, ObjectNode block, int index) {
        boolean tool = block.path("type").asText().equals("tool_use");
        ObjectNode opening = block.deepCopy();
        if (tool) {
            opening.putObject("input");
        } else {
            opening.put("text", "");
        }
        ObjectNode start = object("content_block_start").put("index", index);
        start.set("content_block", opening);
        frames.add(frame(start, false));
        if (index == 0) {
            frames.add(keepAlive());
        }
        List<String> slices = tool ? List.of(block.path("input").toString()) : completion.slices();
        for (int i = 0; i < slices.size(); i++) {
            ObjectNode delta = object("content_block_delta").put("index", index);
            delta.putObject("delta")
                    .put("type", tool ? "input_json_delta" : "text_delta")
                    .put(tool ? "partial_json" : "text", slices.get(i));
            frames.add(frame(delta, false));
            if (completion.cumulativeDeltas() && completion.statesUsage()) {
                ObjectNode soFar = object("message_delta");
                soFar.putObject("delta").putNull("stop_reason").putNull("stop_sequence");
                long output = UsageJson.count(completion.usage(), Unit.OUTPUT_TOKENS);
                soFar.putObject("usage").put("output_tokens", output * (i + 1) / (slices.size() + 1));
                frames.add(frame(soFar, false));
            }
        }
        frames.add(frame(object("content_block_stop").put("index", index), false));
    }

    @Override
    public Frame keepAlive() {
        return Frame.event("ping", "{\"type\": \"ping\"}", false);
    }

    @Override
    public String errorBody(int status, String requestId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "error");
        String message = "The fake provider was told to answer " + status + ".";
        body.putObject("error").put("type", errorType(status)).put("message", message);
        return body.put("request_id", requestId).toString();
    }

    @Override
    public Frame errorEvent(String requestId) {
        return Frame.event("error", errorBody(529, requestId), false);
    }

    private static ObjectNode message(Completion completion) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("model", completion.model()).put("id", completion.id());
        return message.put("type", "message").put("role", "assistant").putNull("stop_sequence");
    }

    private static ArrayNode content(Completion completion) {
        ArrayNode content = JsonNodeFactory.instance.arrayNode();
        int index = 0;
        for (ToolCall call : completion.toolCalls()) {
            ObjectNode block = content.addObject().put("type", "tool_use");
            block.put("id", "toolu_" + completion.derivation().base62("tool" + index++, 24));
            block.put("name", call.name()).set("input", Json.parse(call.argumentsJson()));
        }
        if (content.isEmpty()) {
            content.addObject().put("type", "text").put("text", completion.text());
        }
        return content;
    }

    private static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /** Anthropic pads its events with blanks before the last brace. */
    private static Frame frame(ObjectNode event, boolean completesUsage) {
        String json = event.toString();
        String padded = json.substring(0, json.length() - 1) + " ".repeat(json.length() % 13) + '}';
        return Frame.event(event.path("type").asText(), padded, completesUsage);
    }

    private static String stopReason(Completion completion) {
        return completion.toolCalls().isEmpty() ? "end_turn" : "tool_use";
    }

    private static String errorType(int status) {
        return switch (status) {
            case 400, 409, 422 -> "invalid_request_error";
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 529, 503 -> "overloaded_error";
            default -> "api_error";
        };
    }
}
