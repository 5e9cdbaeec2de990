package io.tallyspan.examples.supportdesk.agents;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.TextBlock;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A tool loop: the model asks for the tool until it has what it wants. */
final class AnthropicResearcher implements Researcher {

    private record Search(String query) {}

    private static final int MAX_TURNS = 5;

    private static final Tool SEARCH = Tool.builder()
            .name("search_help_center")
            .description("Finds the article of the help centre that fits the ticket best.")
            .inputSchema(Tool.InputSchema.builder()
                    .properties(Tool.InputSchema.Properties.builder()
                            .putAdditionalProperty("query", JsonValue.from(Map.of("type", "string")))
                            .build())
                    .addRequired("query")
                    .build())
            .build();

    private final AnthropicClient anthropic;
    private final HelpCenter helpCenter;

    AnthropicResearcher(AnthropicClient anthropic, HelpCenter helpCenter) {
        this.anthropic = anthropic;
        this.helpCenter = helpCenter;
    }

    @Override
    public String research(String topic, String question) {
        MessageCreateParams.Builder conversation = MessageCreateParams.builder()
                .model("claude-haiku-4-5")
                .maxTokens(400)
                .addTool(SEARCH)
                .system("Research the topic \"" + topic + "\" for the ticket. Search first, then sum up in a sentence.")
                .addUserMessage(question);
        for (int turn = 1; turn < MAX_TURNS; turn++) {
            Message answer = anthropic.messages().create(conversation.build());
            List<ToolUseBlock> calls = answer.content().stream()
                    .flatMap(block -> block.toolUse().stream())
                    .toList();
            if (calls.isEmpty()) {
                return text(answer);
            }
            conversation
                    .addMessage(answer)
                    .addUserMessageOfContentBlockParams(
                            calls.stream().map(this::result).toList());
        }
        return "nothing found about " + topic;
    }

    private ContentBlockParam result(ToolUseBlock call) {
        Search search = call._input().convert(Search.class);
        return ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                .toolUseId(call.id())
                .content(search == null ? "" : helpCenter.search(search.query()))
                .build());
    }

    static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(TextBlock::text)
                .collect(Collectors.joining());
    }
}
