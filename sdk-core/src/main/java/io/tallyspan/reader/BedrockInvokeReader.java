package io.tallyspan.reader;

import io.tallyspan.http.Headers;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of models invoked through Bedrock, each in the words of its own vendor. What the body says wins; a
 * model that says nothing is counted by Bedrock's metrics at the end of the stream, or by its headers. (Of a stream
 * that calls tools the metrics understate the output of Claude: they repeat usage, they do not add to it.)
 */
final class BedrockInvokeReader implements UsageReader {

    private static final int METRICS_INPUT = 200;
    private static final int METRICS_OUTPUT = 201;
    private static final int METRICS_CACHE_READ = 202;
    private static final int METRICS_CACHE_WRITE = 203;
    private static final int INPUT = 204;
    private static final int OUTPUT = 205;
    private static final int CACHE_READ = 206;
    private static final int CACHE_WRITE = 207;
    private static final int RESULT_OUTPUT = 208;
    private static final int IMAGE = 209;

    private static final String HEADER = "x-amzn-bedrock-";

    private static final JsonPaths CLAUDE_PATHS =
            withMetrics(AnthropicReader.compile()).build();

    private static final JsonPaths OTHER_PATHS = withMetrics(OpenAiPaths.compile())
            .add("usage.inputTokens", INPUT) // Nova
            .add("usage.outputTokens", OUTPUT)
            .add("usage.cacheReadInputTokenCount", CACHE_READ)
            .add("usage.cacheWriteInputTokenCount", CACHE_WRITE)
            .add("metadata.usage.inputTokens", INPUT)
            .add("metadata.usage.outputTokens", OUTPUT)
            .add("metadata.usage.cacheReadInputTokenCount", CACHE_READ)
            .add("metadata.usage.cacheWriteInputTokenCount", CACHE_WRITE)
            .add("inputTextTokenCount", INPUT) // Titan
            .add("totalOutputTextTokenCount", OUTPUT)
            .add("results[].tokenCount", RESULT_OUTPUT)
            .add("prompt_token_count", INPUT) // Llama
            .add("generation_token_count", OUTPUT)
            .add("images[]", IMAGE) // Titan, Nova, Stability
            .build();

    private final boolean claudeByName;
    private final BedrockCounts own = new BedrockCounts();
    private final BedrockCounts metrics = new BedrockCounts();
    private final BedrockCounts headerCounts = new BedrockCounts();
    private final ProviderError error = new ProviderError();
    private UsageReader words = new OpenAiReader(Dialect.BEDROCK);
    private boolean claude;
    private boolean metricsSeen;
    private boolean done;
    private long images;

    /** @param model the model that the path names; an ARN may hide which family it is of */
    BedrockInvokeReader(@Nullable String model) {
        claudeByName = model != null && model.contains("anthropic.");
    }

    private static JsonPaths.Builder withMetrics(JsonPaths.Builder paths) {
        String at = "amazon-bedrock-invocationMetrics.";
        return paths.add(at + "inputTokenCount", METRICS_INPUT)
                .add(at + "outputTokenCount", METRICS_OUTPUT)
                .add(at + "cacheReadInputTokenCount", METRICS_CACHE_READ)
                .add(at + "cacheWriteInputTokenCount", METRICS_CACHE_WRITE);
    }

    @Override
    public void begin(RequestFacts request, int status, Headers headers) {
        claude = claudeByName || request.anthropicVersion();
        if (claude) {
            words = new AnthropicReader();
        }
        headerCounts.headers(
                headers.first(HEADER + "input-token-count"),
                headers.first(HEADER + "output-token-count"),
                headers.first(HEADER + "cache-read-input-token-count"),
                headers.first(HEADER + "cache-write-input-token-count"));
        BedrockErrors.ofHeaders(status, headers, error);
    }

    @Override
    public JsonPaths paths() {
        return claude ? CLAUDE_PATHS : OTHER_PATHS;
    }

    @Override
    public boolean readsBase64() {
        return true;
    }

    @Override
    public void documentStart(@Nullable String event) {
        BedrockErrors.ofEvent(event, error);
        words.documentStart(null);
    }

    @Override
    public void value(int path, JsonValue value) {
        switch (path) {
            case METRICS_INPUT -> {
                metricsSeen = true;
                metrics.input(value);
            }
            case METRICS_OUTPUT -> metrics.output(value);
            case METRICS_CACHE_READ -> metrics.cacheRead(value);
            case METRICS_CACHE_WRITE -> metrics.cacheWrite(value);
            case INPUT -> own.input(value);
            case OUTPUT, RESULT_OUTPUT -> own.output(value);
            case CACHE_READ -> own.cacheRead(value);
            case CACHE_WRITE -> own.cacheWrite(value);
            case IMAGE -> images += value.kind() == JsonValue.Kind.STRING ? 1 : 0;
            default -> words.value(path, value);
        }
    }

    @Override
    public void documentEnd() {
        words.documentEnd();
    }

    @Override
    public void streamEnd() {
        done = true;
        words.streamEnd();
    }

    @Override
    public boolean ended() {
        return done || metricsSeen || words.ended();
    }

    @Override
    public Answer answer() {
        Answer said = words.answer();
        Answer.Builder answer = said.toBuilder().terminated(ended());
        if (said.errorType() == null) {
            answer.errorType(error.errorType());
        }
        boolean byWords = said.usage().has(Unit.INPUT_TOKENS) || said.usage().has(Unit.OUTPUT_TOKENS);
        if (!byWords) {
            BedrockCounts counts = !own.isEmpty() ? own : !metrics.isEmpty() ? metrics : headerCounts;
            Usage.Builder usage = counts.usage().toBuilder();
            if (images > 0) {
                usage.set(Unit.IMAGES, images);
            }
            answer.usage(usage.build(), ended() && !(counts.isEmpty() && images == 0));
        } else if (!said.usageFinal() && ended()) {
            answer.usage(said.usage(), true);
        }
        return answer.build();
    }
}
