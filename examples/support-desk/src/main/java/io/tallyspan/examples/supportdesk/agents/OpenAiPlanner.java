package io.tallyspan.examples.supportdesk.agents;

import com.openai.client.OpenAIClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.List;

final class OpenAiPlanner implements Planner {

    /** However long the list that the model makes: each topic is a researcher. */
    private static final int MAX_TOPICS = 4;

    private final OpenAIClient openai;

    OpenAiPlanner(OpenAIClient openai) {
        this.openai = openai;
    }

    @Override
    public List<String> topics(String question) {
        ChatCompletionCreateParams request = ChatCompletionCreateParams.builder()
                .model("gpt-5")
                .addSystemMessage("Plan: which topics must be looked up to answer this ticket? Name up to four, one a"
                        + " line, one lower-case word each, nothing else.")
                .addUserMessage(question)
                .build();
        return openai.chat().completions().create(request).choices().stream()
                .flatMap(choice -> choice.message().content().stream())
                .flatMap(String::lines)
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .distinct()
                .limit(MAX_TOPICS)
                .toList();
    }
}
