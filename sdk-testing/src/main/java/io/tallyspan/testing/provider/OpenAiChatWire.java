package io.tallyspan.testing.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/chat/completions}, and the same below Azure's deployments. */
class OpenAiChatWire extends OpenAiWire {

    @Override
    public boolean serves(String path) {
        return path.endsWith("/chat/completions");
    }

    @Override
    public Set<Unit> units() {
        return Set.of(
                Unit.INPUT_TOKENS,
                Unit.OUTPUT_TOKENS,
                Unit.CACHE_READ_TOKENS,
                Unit.CACHE_WRITE_TOKENS,
                Unit.INPUT_AUDIO_TOKENS,
                Unit.INPUT_IMAGE_TOKENS,
                Unit.REASONING_TOKENS,
                Unit.OUTPUT_AUDIO_TOKENS);
    }

    @Override
    public Usage derivedUsage(Derivation derivation) {
        return Usage.builder()
                .set(Unit.INPUT_TOKENS, derivation.between("input", 200, 2_000))
                .set(Unit.CACHE_READ_TOKENS, derivation.between("cached", 0, 200))
                .set(Unit.INPUT_AUDIO_TOKENS, 0)
                .set(Unit.OUTPUT_TOKENS, derivation.between("output", 100, 500))
                .set(Unit.REASONING_TOKENS, derivation.between("reasoning", 0, 100))
                .set(Unit.OUTPUT_AUDIO_TOKENS, 0)
                .build();
    }

    @Override
    public String responseId(Derivation derivation) {
        return "chatcmpl-" + derivation.base62("response", 29);
    }

    @Override
    public String body(Completion completion) {
        ObjectNode body = head(completion, "chat.completion");
        ObjectNode choice = body.putArray("choices").addObject();
        choice.put("index", 0);
        ObjectNode message = choice.putObject("message");
        message.put("role", "assistant");
        if (completion.toolCalls().isEmpty()) {
            message.put("content", completion.text());
        } else {
            message.putNull("content");
            addToolCalls(message, completion, false);
        }
        message.putNull("refusal");
        message.putArray("annotations");
        choice.putNull("logprobs");
        choice.put("finish_reason", finishReason(completion));
        if (completion.statesUsage()) {
            body.set("usage", UsageJson.chat(completion.usage()));
        }
        addTier(body, completion);
        return body.toPrettyString() + "\n";
    }

    @Override
    public List<Frame> events(Completion completion, boolean usageAsked) {
        List<Frame> frames = new ArrayList<>();
        ObjectNode role = JsonNodeFactory.instance.objectNode().put("role", "assistant");
        frames.add(chunk(completion, usageAsked, role.put("content", ""), null));
        if (completion.toolCalls().isEmpty()) {
            for (String slice : completion.slices()) {
                ObjectNode delta = JsonNodeFactory.instance.objectNode().put("content", slice);
                frames.add(chunk(completion, usageAsked, delta, null));
            }
        } else {
            ObjectNode delta = JsonNodeFactory.instance.objectNode();
            addToolCalls(delta, completion, true);
            frames.add(chunk(completion, usageAsked, delta, null));
        }
        frames.add(chunk(completion, usageAsked, JsonNodeFactory.instance.objectNode(), finishReason(completion)));
        if (usageAsked && completion.statesUsage()) {
            ObjectNode last = chunkHead(completion);
            last.putArray("choices");
            last.set("usage", UsageJson.chat(completion.usage()));
            frames.add(Frame.data(last, true));
        }
        frames.add(Frame.text("data: [DONE]\n\n", false));
        return frames;
    }

    private static Frame chunk(Completion completion, boolean usageAsked, ObjectNode delta, @Nullable String end) {
        ObjectNode chunk = chunkHead(completion);
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs");
        choice.put("finish_reason", end);
        if (usageAsked) {
            chunk.putNull("usage");
        }
        return Frame.data(chunk, false);
    }

    private static ObjectNode chunkHead(Completion completion) {
        ObjectNode chunk = head(completion, "chat.completion.chunk");
        addTier(chunk, completion);
        return chunk;
    }

    private static ObjectNode head(Completion completion, String object) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", completion.id());
        body.put("object", object);
        body.put("created", Completion.CREATED);
        body.put("model", completion.model());
        return body;
    }

    private static void addTier(ObjectNode body, Completion completion) {
        body.put("service_tier", completion.tier() == null ? "default" : completion.tier());
        body.put("system_fingerprint", "fp_" + completion.derivation().hex("system", 10));
    }

    private static void addToolCalls(ObjectNode message, Completion completion, boolean indexed) {
        var calls = message.putArray("tool_calls");
        int index = 0;
        for (ToolCall call : completion.toolCalls()) {
            ObjectNode json = calls.addObject();
            if (indexed) {
                json.put("index", index);
            }
            json.put("id", "call_" + completion.derivation().base62("call" + index, 24));
            json.put("type", "function");
            json.putObject("function").put("name", call.name()).put("arguments", call.argumentsJson());
            index++;
        }
    }

    private static String finishReason(Completion completion) {
        return completion.toolCalls().isEmpty() ? "stop" : "tool_calls";
    }
}
