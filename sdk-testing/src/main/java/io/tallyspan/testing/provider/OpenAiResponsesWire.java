package io.tallyspan.testing.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code POST /v1/responses}, and the states of a response that is fetched later. */
final class OpenAiResponsesWire extends OpenAiWire {

    @Override
    public boolean serves(String path) {
        return path.endsWith("/responses");
    }

    @Override
    public Set<Unit> units() {
        return Set.of(
                Unit.INPUT_TOKENS,
                Unit.OUTPUT_TOKENS,
                Unit.CACHE_READ_TOKENS,
                Unit.CACHE_WRITE_TOKENS,
                Unit.REASONING_TOKENS);
    }

    @Override
    public Usage derivedUsage(Derivation derivation) {
        return Usage.builder()
                .set(Unit.INPUT_TOKENS, derivation.between("input", 200, 2_000))
                .set(Unit.CACHE_READ_TOKENS, derivation.between("cached", 0, 200))
                .set(Unit.OUTPUT_TOKENS, derivation.between("output", 100, 500))
                .set(Unit.REASONING_TOKENS, derivation.between("reasoning", 0, 100))
                .build();
    }

    @Override
    public String responseId(Derivation derivation) {
        return "resp_" + derivation.hex("response", 50);
    }

    @Override
    public String body(Completion completion) {
        return body(completion, finalStatus(completion));
    }

    /** The body of a response in one of its states. */
    String body(Completion completion, String status) {
        return response(completion, status).toPrettyString();
    }

    String finalStatus(Completion completion) {
        return completion.failed() ? "failed" : "completed";
    }

    @Override
    public List<Frame> events(Completion completion, boolean usageAsked) {
        Events events = new Events();
        for (String type : List.of("response.created", "response.in_progress")) {
            events.next(type).set("response", response(completion, "in_progress"));
        }
        ArrayNode output = output(completion);
        int index = 0;
        for (var item : output) {
            String itemId = item.path("id").asText();
            events.next("response.output_item.added").put("output_index", index).set("item", item);
            if (completion.toolCalls().isEmpty()) {
                for (String slice : completion.slices()) {
                    ObjectNode delta = events.next("response.output_text.delta");
                    delta.put("item_id", itemId).put("output_index", index).put("content_index", 0);
                    delta.put("delta", slice).putArray("logprobs");
                }
            }
            events.next("response.output_item.done")
                    .put("output_index", index++)
                    .set("item", item);
        }
        String status = finalStatus(completion);
        events.next("response." + status).set("response", response(completion, status));
        return events.frames(completion.statesUsage());
    }

    @Override
    public Frame errorEvent(String requestId) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("type", "error").put("code", "server_error").put("message", "failed (request " + requestId + ")");
        error.putNull("param").put("sequence_number", 99);
        return Frame.event("error", error.toString(), false);
    }

    private ObjectNode response(Completion completion, String status) {
        boolean ended = status.equals(finalStatus(completion));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", completion.id()).put("object", "response").put("created_at", Completion.CREATED);
        body.put("status", status).put("background", completion.background());
        if (status.equals("failed")) {
            body.putObject("error").put("code", "server_error").put("message", "The model failed to answer.");
        } else {
            body.putNull("error");
        }
        body.putNull("incomplete_details").putNull("instructions").putObject("metadata");
        body.put("model", completion.model());
        body.set("output", ended ? output(completion) : JsonNodeFactory.instance.arrayNode());
        body.put("parallel_tool_calls", true);
        body.put("service_tier", ended ? completion.tier() == null ? "default" : completion.tier() : "auto");
        body.put("store", true)
                .put("temperature", 1.0)
                .put("tool_choice", "auto")
                .putArray("tools");
        body.put("top_p", 1.0).put("truncation", "disabled");
        if (!ended) {
            body.putNull("usage");
        } else if (completion.statesUsage()) {
            body.set("usage", UsageJson.responses(completion.usage()));
        }
        return body;
    }

    private static ArrayNode output(Completion completion) {
        ArrayNode output = JsonNodeFactory.instance.arrayNode();
        int index = 0;
        for (ToolCall call : completion.toolCalls()) {
            ObjectNode item = output.addObject();
            item.put("id", "fc_" + completion.derivation().hex("item" + index, 50));
            item.put("type", "function_call").put("status", "completed");
            item.put("call_id", "call_" + completion.derivation().base62("call" + index++, 24));
            item.put("name", call.name()).put("arguments", call.argumentsJson());
        }
        if (output.isEmpty()) {
            ObjectNode item = output.addObject();
            item.put("id", "msg_" + completion.derivation().hex("item", 50));
            item.put("type", "message").put("status", "completed").put("role", "assistant");
            ObjectNode content = item.putArray("content").addObject();
            content.put("type", "output_text").put("text", completion.text());
            content.putArray("annotations");
            content.putArray("logprobs");
        }
        return output;
    }

    /** Numbers events as they are made. */
    private static final class Events {

        private final List<ObjectNode> events = new ArrayList<>();

        ObjectNode next(String type) {
            ObjectNode event = JsonNodeFactory.instance.objectNode();
            event.put("type", type).put("sequence_number", events.size());
            events.add(event);
            return event;
        }

        List<Frame> frames(boolean lastStatesUsage) {
            List<Frame> frames = new ArrayList<>();
            for (ObjectNode event : events) {
                boolean last = frames.size() == events.size() - 1;
                frames.add(Frame.event(event.path("type").asText(), event.toString(), last && lastStatesUsage));
            }
            return frames;
        }
    }
}
