package io.tallyspan.examples.supportdesk.agents;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.TextDelta;
import java.util.List;
import java.util.stream.Collectors;

/** Takes the letter word by word, as it comes. */
final class StreamingWriter implements Writer {

    private final AnthropicClient anthropic;

    StreamingWriter(AnthropicClient anthropic) {
        this.anthropic = anthropic;
    }

    @Override
    public String write(Ticket ticket, String urgency, List<String> findings) {
        MessageCreateParams request = MessageCreateParams.builder()
                .model("claude-sonnet-4-5")
                .maxTokens(800)
                .system("Write a short letter to " + ticket.account().name() + ". Urgency: " + urgency)
                .addUserMessage(ticket.question() + "\n\nWhat we know:\n" + String.join("\n", findings))
                .build();
        try (StreamResponse<RawMessageStreamEvent> events = anthropic.messages().createStreaming(request)) {
            return events.stream()
                    .flatMap(event -> event.contentBlockDelta().stream())
                    .flatMap(delta -> delta.delta().text().stream())
                    .map(TextDelta::text)
                    .collect(Collectors.joining());
        }
    }
}
