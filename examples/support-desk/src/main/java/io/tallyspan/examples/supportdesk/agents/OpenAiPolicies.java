package io.tallyspan.examples.supportdesk.agents;

import com.openai.client.OpenAIClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks once for each topic; where two topics fall under one policy, the second answer comes out of a cache. */
final class OpenAiPolicies implements Policies {

    private static final Set<String> ABOUT_DELIVERY = Set.of("shipping", "delivery", "parcel");

    private final OpenAIClient openai;

    OpenAiPolicies(OpenAIClient openai) {
        this.openai = openai;
    }

    @Override
    public List<String> quote(Collection<String> topics) {
        return topics.stream().map(this::quote).toList();
    }

    private String quote(String topic) {
        String policy = ABOUT_DELIVERY.contains(topic) ? "delivery" : "payments";
        ChatCompletionCreateParams request = ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addUserMessage("Quote one sentence of a fair policy on " + policy + ".")
                .build();
        return openai.chat().completions().create(request).choices().stream()
                .flatMap(choice -> choice.message().content().stream())
                .collect(Collectors.joining());
    }
}
