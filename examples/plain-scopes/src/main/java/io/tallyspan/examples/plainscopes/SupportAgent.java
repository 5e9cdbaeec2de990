package io.tallyspan.examples.plainscopes;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Plans, researches in parallel, and writes. */
final class SupportAgent {

    private final Tallyspan tallyspan;
    private final OpenAIClient openai;
    private final Executor threads;

    /** {@code threads} must carry the OpenTelemetry context. */
    SupportAgent(Tallyspan tallyspan, OpenAIClient openai, Executor threads) {
        this.tallyspan = tallyspan;
        this.openai = openai;
        this.threads = threads;
    }

    String answer(String customer, String question) {
        try (AttributionScope run =
                tallyspan.run("support").customer(customer).feature("answers").open()) {
            List<CompletableFuture<String>> findings = plan(question).stream()
                    .map(topic -> CompletableFuture.supplyAsync(() -> research(topic, question), threads))
                    .toList();
            return write(
                    question, findings.stream().map(CompletableFuture::join).toList());
        }
    }

    private List<String> plan(String question) {
        try (AttributionScope step = tallyspan.step("plan").feature("triage").open()) {
            String topics = ask("gpt-5", "Plan: name up to three topics to look up, one a line.", question);
            return topics.lines().distinct().limit(3).toList();
        }
    }

    /** Branches run at the same time: the key tells them apart, whoever comes first. */
    private String research(String topic, String question) {
        try (AttributionScope step = tallyspan.step("research").key(topic).open()) {
            return ask("gpt-5-mini", "Sum up in a sentence what is known about " + topic + ".", question);
        }
    }

    private String write(String question, List<String> findings) {
        try (AttributionScope step =
                tallyspan.step("write").tag("channel", "letter").open()) {
            ChatCompletionCreateParams request = ChatCompletionCreateParams.builder()
                    .model("gpt-5")
                    .addSystemMessage("Write a short letter.\n" + String.join("\n", findings))
                    .addUserMessage(question)
                    // Without this OpenAI states no usage at the end of a stream, and nobody can know it.
                    .streamOptions(ChatCompletionStreamOptions.builder()
                            .includeUsage(true)
                            .build())
                    .build();
            try (StreamResponse<ChatCompletionChunk> chunks =
                    openai.chat().completions().createStreaming(request)) {
                return chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .flatMap(choice -> choice.delta().content().stream())
                        .collect(Collectors.joining());
            }
        }
    }

    private String ask(String model, String instruction, String question) {
        ChatCompletionCreateParams request = ChatCompletionCreateParams.builder()
                .model(model)
                .addSystemMessage(instruction)
                .addUserMessage(question)
                .build();
        return openai.chat().completions().create(request).choices().stream()
                .flatMap(choice -> choice.message().content().stream())
                .collect(Collectors.joining());
    }
}
