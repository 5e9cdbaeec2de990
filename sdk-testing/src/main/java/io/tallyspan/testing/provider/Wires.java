package io.tallyspan.testing.provider;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The APIs that the provider speaks, and how an answer comes about. */
final class Wires {

    static final OpenAiResponsesWire RESPONSES = new OpenAiResponsesWire();

    private static final List<Wire> ALL = List.of(
            new AzureChatWire(),
            new OpenAiChatWire(),
            RESPONSES,
            new OpenAiEmbeddingsWire(),
            new AnthropicMessagesWire());

    /** Aliases answer under the name of the snapshot that they stand for. */
    private static final Map<String, String> SNAPSHOTS = Map.of(
            "gpt-4o", "gpt-4o-2024-08-06",
            "gpt-4o-mini", "gpt-4o-mini-2024-07-18",
            "gpt-5", "gpt-5-2025-08-07",
            "gpt-5-mini", "gpt-5-mini-2025-08-07",
            "claude-haiku-4-5", "claude-haiku-4-5-20251001",
            "claude-sonnet-4-5", "claude-sonnet-4-5-20250929");

    private Wires() {}

    static @Nullable Wire forRequest(ReceivedRequest request) {
        if (!request.method().equals("POST")) {
            return null;
        }
        for (Wire wire : ALL) {
            if (wire.serves(request.path())) {
                return wire;
            }
        }
        return null;
    }

    static Derivation derivation(ReceivedRequest request, ReplyPlan plan) {
        int retryCount = plan.cached ? 0 : request.retryCount();
        int occurrence = plan.cached ? 1 : request.occurrence();
        return new Derivation(
                request.seed(), request.fingerprint(), Integer.toString(retryCount), Integer.toString(occurrence));
    }

    static Completion complete(Wire wire, ReceivedRequest request, ReplyPlan plan) {
        Derivation derivation = derivation(request, plan);
        Usage usage = plan.usage == null ? wire.derivedUsage(derivation) : plan.usage;
        if (plan.what == ReplyPlan.What.CONTENT_FILTER) {
            usage = usage.toBuilder()
                    .clear(Unit.OUTPUT_TOKENS)
                    .clear(Unit.REASONING_TOKENS)
                    .clear(Unit.OUTPUT_AUDIO_TOKENS)
                    .build();
        }
        requireStateable(wire, usage);
        String text = plan.text == null ? derivation.words("text", 24) : plan.text;
        String snapshot = SNAPSHOTS.getOrDefault(request.model(), request.model());
        return new Completion(
                derivation,
                responseId(wire, derivation, plan),
                // A cached answer comes with a request id of its own: the request is new, the answer is not.
                wire.requestId(derivation(request, new ReplyPlan())),
                plan.model == null ? snapshot : plan.model,
                plan.tier,
                Completion.slices(text, Math.max(1, plan.chunks)),
                plan.toolCalls,
                usage,
                plan.lines,
                plan.statesUsage && plan.what == ReplyPlan.What.ANSWER,
                plan.cumulativeDeltas,
                plan.failed,
                request.json().path("background").asBoolean());
    }

    private static @Nullable String responseId(Wire wire, Derivation derivation, ReplyPlan plan) {
        String derived = wire.responseId(derivation);
        return derived == null || plan.what != ReplyPlan.What.ANSWER || plan.id == null ? derived : plan.id;
    }

    private static void requireStateable(Wire wire, Usage usage) {
        for (Unit unit : Unit.values()) {
            if (usage.has(unit) && !wire.units().contains(unit)) {
                throw new IllegalArgumentException(
                        "the script asks " + wire.getClass().getSimpleName() + " to state " + unit.unitName()
                                + "; it can state " + wire.units());
            }
        }
        if (!usage.serverTools().isEmpty() && !(wire instanceof AnthropicMessagesWire)) {
            throw new IllegalArgumentException("only Anthropic's usage counts server tools: " + usage);
        }
    }
}
