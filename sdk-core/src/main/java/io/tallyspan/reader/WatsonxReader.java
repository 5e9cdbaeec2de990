package io.tallyspan.reader;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads IBM watsonx's text generation and embeddings. A stream states the input in its first event and the output in
 * its last, and zeros in between: the highest count is the right one.
 */
final class WatsonxReader implements UsageReader {

    private static final int MODEL = 0;
    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final int STOP = 3;
    private static final int ERROR = 4;
    private static final int ERROR_CODE = 5;

    private static final JsonPaths PATHS = JsonPaths.builder()
            .add("model_id", MODEL)
            .add("results[].input_token_count", INPUT)
            .add("input_token_count", INPUT)
            .add("results[].generated_token_count", OUTPUT)
            .add("results[].stop_reason", STOP)
            .add("errors[]", ERROR)
            .add("errors[].code", ERROR_CODE)
            .build();

    private final ProviderError error = new ProviderError();
    private @Nullable String model;
    private long input = -1;
    private long output = -1;
    private boolean stopped;
    private boolean done;

    @Override
    public JsonPaths paths() {
        return PATHS;
    }

    @Override
    public void value(int path, JsonValue value) {
        switch (path) {
            case MODEL -> model = value.textOr(model);
            case INPUT -> input = Math.max(input, value.count());
            case OUTPUT -> output = Math.max(output, value.count());
            case STOP -> stopped |= value.kind() == JsonValue.Kind.STRING && !value.is("not_finished");
            case ERROR -> error.member(value);
            default -> error.code(value);
        }
    }

    @Override
    public void streamEnd() {
        done = true;
    }

    @Override
    public boolean ended() {
        return stopped || done;
    }

    @Override
    public Answer answer() {
        Usage.Builder usage = Usage.builder();
        if (input >= 0) {
            usage.set(Unit.INPUT_TOKENS, input);
        }
        if (output >= 0) {
            usage.set(Unit.OUTPUT_TOKENS, output);
        }
        Usage counts = usage.build();
        return Answer.builder()
                .usage(counts, ended() && !counts.isEmpty())
                .terminated(ended())
                .responseModel(model)
                .errorType(error.errorType())
                .build();
    }
}
