package io.tallyspan.conformance.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Spring AI 1 asks for the usage of a stream only if it is told to: the ledger has it, and the application does not.
 */
class IncludeUsageOfOneTest extends SpringCases {

    @Test
    void streamsAreAskedForTheirUsageAndTheApplicationSeesNone() {
        List<ChatResponse> bare = streamed("tallyspan.include-usage=false");
        assertThat(provider.requests().get(0).json().has("stream_options")).isFalse();
        recorder.awaitOne().isEvent().ended(Outcome.OK, Quality.UNKNOWN);

        List<ChatResponse> asked = streamed("tallyspan.include-usage=true");
        assertThat(provider.requests()
                        .get(1)
                        .json()
                        .at("/stream_options/include_usage")
                        .asBoolean())
                .isTrue();
        assertRecord(recorder.await(2).get(1)).isEvent().ended(Outcome.OK, Quality.REPORTED);

        assertThat(asked).extracting(IncludeUsageOfOneTest::tokens).containsOnly(0);
        assertThat(bare).extracting(IncludeUsageOfOneTest::tokens).containsOnly(0);
        assertThat(asked.get(asked.size() - 1).getResult().getMetadata().getFinishReason())
                .isEqualTo(bare.get(bare.size() - 1).getResult().getMetadata().getFinishReason());
    }

    private List<ChatResponse> streamed(String property) {
        List<ChatResponse> responses = start("none", property).getBean(ChatModel.class).stream(new Prompt("hello"))
                .collectList()
                .block();
        return responses == null ? List.of() : responses;
    }

    private static int tokens(ChatResponse response) {
        return response.getMetadata().getUsage().getTotalTokens();
    }
}
