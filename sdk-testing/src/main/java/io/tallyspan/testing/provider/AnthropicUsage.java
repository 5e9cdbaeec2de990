package io.tallyspan.testing.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;

/** Anthropic's {@code usage}: in a plain body, when a stream starts, and when it ends. */
final class AnthropicUsage {

    private AnthropicUsage() {}

    static ObjectNode plain(Completion completion) {
        ObjectNode json = input(completion);
        UsageJson.put(json, "output_tokens", top(completion).get(Unit.OUTPUT_TOKENS));
        UsageJson.anthropicServerTools(json, completion.usage());
        addIterations(json, completion);
        return addTier(json, completion);
    }

    /** Its output count is no count: the provider has not begun to write. */
    static ObjectNode atStart(Completion completion) {
        return addTier(input(completion).put("output_tokens", 1), completion);
    }

    static ObjectNode atEnd(Completion completion) {
        ObjectNode json = UsageJson.anthropicInput(top(completion));
        UsageJson.put(json, "output_tokens", top(completion).get(Unit.OUTPUT_TOKENS));
        UsageJson.anthropicServerTools(json, completion.usage());
        addIterations(json, completion);
        return json;
    }

    private static ObjectNode input(Completion completion) {
        ObjectNode json = UsageJson.anthropicInput(top(completion));
        UsageJson.anthropicDetails(json, top(completion));
        return json;
    }

    /** At the top stand only the lines of type {@code message}: less than the bill. */
    private static Usage top(Completion completion) {
        if (completion.lines().isEmpty()) {
            return completion.usage();
        }
        Usage.Builder sum = Usage.builder().set(Unit.INPUT_TOKENS, 0).set(Unit.OUTPUT_TOKENS, 0);
        for (UsageLine line : completion.lines()) {
            if (line.type().equals("message")) {
                sum.add(line.usage());
            }
        }
        return sum.build();
    }

    private static void addIterations(ObjectNode json, Completion completion) {
        if (completion.lines().isEmpty()) {
            return;
        }
        var iterations = json.putArray("iterations");
        for (UsageLine line : completion.lines()) {
            ObjectNode iteration = UsageJson.anthropicInput(line.usage());
            UsageJson.anthropicDetails(iteration, line.usage());
            iteration.put("type", line.type());
            if (line.model() != null) {
                iteration.put("model", line.model());
            }
            UsageJson.put(iteration, "output_tokens", line.usage().get(Unit.OUTPUT_TOKENS));
            iterations.add(iteration);
        }
    }

    private static ObjectNode addTier(ObjectNode json, Completion completion) {
        json.put("service_tier", completion.tier() == null ? "standard" : completion.tier());
        return json.put("inference_geo", "not_available");
    }
}
