package io.tallyspan.examples.supportdesk.agents;

import com.anthropic.client.AnthropicClient;
import com.anthropic.models.messages.MessageCreateParams;

/** Asks a model that is good at figures. */
public final class AnthropicRefundSpecialist implements RefundSpecialist {

    private final AnthropicClient anthropic;

    /** Asks by that client. */
    public AnthropicRefundSpecialist(AnthropicClient anthropic) {
        this.anthropic = anthropic;
    }

    @Override
    public String assess(String question) {
        MessageCreateParams request = MessageCreateParams.builder()
                .model("claude-sonnet-4-5")
                .maxTokens(200)
                .system("Decide in one sentence whether a refund is due.")
                .addUserMessage(question)
                .build();
        return AnthropicResearcher.text(anthropic.messages().create(request));
    }
}
