package io.tallyspan.reader;

import io.tallyspan.usage.TokenCounter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of an answer's texts, whole or streamed, of whichever API: content, reasoning that is shown, tool
 * calls. The pieces of a stream are one text. Nothing is kept but a segment of it. For one thread at a time.
 */
public final class AnswerText implements UsageReader, TextSink {

    private static final int CONTENT = 0;
    private static final int REASONING = 1;
    private static final int CALL = 2;

    private static final JsonPaths PATHS = compile();

    private final TokenTally tally;
    private int channel = CONTENT;

    /** @param model the model asked for, as far as it is known */
    public AnswerText(TokenCounter counter, Supplier<@Nullable String> model) {
        tally = new TokenTally(counter, model);
    }

    private static JsonPaths compile() {
        JsonPaths.Builder paths = JsonPaths.builder();
        for (String message : new String[] {"choices[].message.", "choices[].delta."}) { // OpenAI
            paths.add(message + "content", CONTENT)
                    .add(message + "content[].text", CONTENT)
                    .add(message + "refusal", CONTENT)
                    .add(message + "reasoning", REASONING)
                    .add(message + "reasoning_content", REASONING)
                    .add(message + "tool_calls[].function.name", CALL)
                    .add(message + "tool_calls[].function.arguments", CALL);
        }
        return paths.add("choices[].text", CONTENT)
                .add("output[].content[].text", CONTENT) // responses
                .add("output[].arguments", CALL)
                .add("delta", CONTENT)
                .add("completion", CONTENT) // Anthropic
                .add("content[].text", CONTENT)
                .add("content[].thinking", REASONING)
                .add("delta.text", CONTENT)
                .add("delta.thinking", REASONING)
                .add("delta.partial_json", CALL)
                .add("candidates[].content.parts[].text", CONTENT) // Gemini
                .add("output.message.content[].text", CONTENT) // Bedrock
                .add("message.content", CONTENT) // Ollama
                .add("message.thinking", REASONING)
                .add("response", CONTENT)
                .add("message.content[].text", CONTENT) // Cohere
                .add("delta.message.content.text", CONTENT)
                .add("results[].generated_text", CONTENT) // watsonx
                .build();
    }

    @Override
    public JsonPaths paths() {
        return PATHS;
    }

    @Override
    public void value(int path, JsonValue value) {
        // what is no text has no tokens
    }

    @Override
    public void text(int path, byte[] bytes, int from, int end, boolean last) {
        if (path != channel) {
            tally.endOfText();
            channel = path;
        }
        tally.piece(bytes, from, end);
    }

    @Override
    public Answer answer() {
        return Answer.NOTHING;
    }

    /** The tokens, after the end; -1 if there was no text. */
    public long tokens() {
        tally.endOfText();
        return tally.tokens();
    }

    /** What the counter threw; null if it did not. */
    public @Nullable Throwable failure() {
        return tally.failure();
    }
}
