package io.tallyspan.examples.supportdesk.agents;

import com.openai.client.OpenAIClient;
import com.openai.core.RequestOptions;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseOutputText;
import java.time.Duration;
import java.util.stream.Collectors;

/** Asks with little patience: the client gives up on a slow answer, which is billed all the same, and asks again. */
final class OpenAiTriage implements Triage {

    private final OpenAIClient openai;
    private final Duration patience;

    OpenAiTriage(OpenAIClient openai, Duration patience) {
        this.openai = openai;
        this.patience = patience;
    }

    @Override
    public String urgency(String question) {
        ResponseCreateParams request = ResponseCreateParams.builder()
                .model("gpt-5-mini")
                .instructions("Triage: how urgent is this ticket? Answer with one word: low, normal or high.")
                .input(question)
                .build();
        RequestOptions options = RequestOptions.builder().timeout(patience).build();
        return openai.responses().create(request, options).output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .map(ResponseOutputText::text)
                .collect(Collectors.joining());
    }
}
