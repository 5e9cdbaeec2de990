package io.tallyspan.reader;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads Ollama's own API: a document, or one a line, of which the last says {@code done} and states the counts. Of a
 * prompt that it still had in its cache Ollama states no count: then the input is unknown, not 0.
 */
final class OllamaReader implements UsageReader {

    private static final int MODEL = 0;
    private static final int DONE = 1;
    private static final int INPUT = 2;
    private static final int OUTPUT = 3;
    private static final int ERROR = 4;

    private static final JsonPaths PATHS = JsonPaths.builder()
            .add("model", MODEL)
            .add("done", DONE)
            .add("prompt_eval_count", INPUT)
            .add("eval_count", OUTPUT)
            .add("error", ERROR)
            .build();

    private final Usage.Builder usage = Usage.builder();
    private final ProviderError error = new ProviderError();
    private @Nullable String model;
    private boolean partial;
    private boolean ended;

    @Override
    public JsonPaths paths() {
        return PATHS;
    }

    @Override
    public Sequence sequence() {
        return Sequence.LINES;
    }

    @Override
    public void documentStart(@Nullable String event) {
        partial = false;
    }

    @Override
    public void value(int path, JsonValue value) {
        switch (path) {
            case MODEL -> model = value.textOr(model);
            case DONE -> partial = value.kind() == JsonValue.Kind.FALSE;
            case ERROR -> error.member(value);
            default -> {
                if (value.isCount()) {
                    usage.set(path == INPUT ? Unit.INPUT_TOKENS : Unit.OUTPUT_TOKENS, value.count());
                }
            }
        }
    }

    /** Embeddings have no member {@code done}: their document is the whole answer. */
    @Override
    public void documentEnd() {
        ended |= !partial;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public Answer answer() {
        Usage counts = usage.build();
        return Answer.builder()
                .usage(counts, ended && !counts.isEmpty())
                .terminated(ended)
                .responseModel(model)
                .errorType(error.errorType())
                .build();
    }
}
