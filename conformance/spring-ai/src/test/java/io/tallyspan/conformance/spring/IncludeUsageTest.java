package io.tallyspan.conformance.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatOptions;

/**
 * Spring AI says in each stream's request whether it wants usage, so that {@code tallyspan.include-usage} leaves it
 * alone.
 */
class IncludeUsageTest extends SpringCases {

    @Test
    void streamsAskForTheirUsageUnlessTheyAreTold() {
        ChatModel model = start("none", "tallyspan.include-usage=true").getBean(ChatModel.class);

        model.stream(new Prompt("hello")).blockLast();

        assertThat(asked().asBoolean()).isTrue();
        recorder.awaitOne().isEvent().ended(Outcome.OK, Quality.REPORTED);
    }

    @Test
    void whoTellsThemNotToIsObeyed() {
        ChatModel model = start("none", "tallyspan.include-usage=true").getBean(ChatModel.class);
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
        options.model("gpt-4o-mini");
        options.streamUsage(false);

        model.stream(new Prompt("hello", options.build())).blockLast();

        assertThat(asked().isBoolean()).as("it says so itself").isTrue();
        assertThat(asked().asBoolean()).isFalse();
        recorder.awaitOne().isEvent().ended(Outcome.OK, Quality.UNKNOWN);
    }

    private JsonNode asked() {
        return provider.requests().get(0).json().path("stream_options").path("include_usage");
    }
}
