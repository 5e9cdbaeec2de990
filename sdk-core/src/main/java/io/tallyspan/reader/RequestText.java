package io.tallyspan.reader;

import io.tallyspan.usage.TokenCounter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of a request's texts, of whichever API, as they are written: prompts, messages, tool calls and
 * their results, descriptions of tools. Images, schemas and what a provider adds around messages are not counted: the
 * sum is a lower bound. Nothing is kept but a segment of text. For one thread at a time.
 */
public final class RequestText implements TextSink {

    private static final JsonPaths PATHS = compile();

    private final TokenTally tally;
    private final JsonScanner scanner = new JsonScanner(PATHS, this);

    /** @param model the model asked for, as far as it is known */
    public RequestText(TokenCounter counter, Supplier<@Nullable String> model) {
        tally = new TokenTally(counter, model);
    }

    private static JsonPaths compile() {
        JsonPaths.Builder paths = JsonPaths.builder();
        int number = 0;
        for (String messages : new String[] {"messages[].", "input[]."}) { // OpenAI, Anthropic, Bedrock, Cohere, Ollama
            for (String path : new String[] {
                "content",
                "content[].text",
                "content[].input_text",
                "content[].content",
                "content[].content[].text",
                "content[].toolResult.content[].text",
                "tool_calls[].function.name",
                "tool_calls[].function.arguments",
                "arguments",
                "output"
            }) {
                paths.add(messages + path, number++);
            }
        }
        for (String path : new String[] {
            "system",
            "system[].text",
            "instructions",
            "prompt",
            "prompt[]",
            "input",
            "input[]",
            "contents[].parts[].text", // Gemini
            "systemInstruction.parts[].text",
            "system_instruction.parts[].text",
            "content.parts[].text",
            "requests[].content.parts[].text",
            "message", // Cohere
            "preamble",
            "chat_history[].message",
            "texts[]",
            "inputs",
            "inputs[]",
            "inputText", // Titan
            "tools[].function.name",
            "tools[].function.description",
            "tools[].name",
            "tools[].description"
        }) {
            paths.add(path, number++);
        }
        return paths.build();
    }

    /** The next bytes of the body, before any content encoding. */
    public void feed(byte[] bytes, int offset, int length) {
        scanner.feed(bytes, offset, offset + length);
    }

    @Override
    public void text(int path, byte[] bytes, int from, int end, boolean last) {
        tally.piece(bytes, from, end);
        if (last) {
            tally.endOfText();
        }
    }

    /** The tokens so far; -1 if there was no text. */
    public long tokens() {
        return tally.tokens();
    }

    /** What the counter threw; null if it did not. */
    public @Nullable Throwable failure() {
        return tally.failure();
    }
}
