package io.tallyspan.reader;

import io.tallyspan.http.Headers;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads Gemini's interactions, plain and streamed. Prompts of tools stand beside the input, thoughts beside the output.
 * An agent, such as one for deep research, answers {@code in_progress} at first and is billed by its end, like a
 * background response.
 */
final class GeminiInteractionsReader implements UsageReader {

    private static final int ID = 0;
    private static final int MODEL = 1;
    private static final int AGENT = 2;
    private static final int STATUS = 3;
    private static final int TIER = 4;
    private static final int ERROR = 5;
    private static final int ERROR_CODE = 6;
    private static final int EVENT = 7;
    private static final int FIRST_COUNT = 16;

    private static final List<String> COUNTS = List.of(
            "total_input_tokens",
            "total_tool_use_tokens",
            "total_output_tokens",
            "total_thought_tokens",
            "total_cached_tokens");
    private static final int INPUT = 0;
    private static final int TOOL_USE = 1;
    private static final int OUTPUT = 2;
    private static final int THOUGHT = 3;
    private static final int CACHED = 4;

    private static final JsonPaths PATHS = compile();

    private static final long ABSENT = -1;

    private final ProviderError error = new ProviderError();
    private final long[] counts = {ABSENT, ABSENT, ABSENT, ABSENT, ABSENT};
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String status;
    private @Nullable String tier;
    private boolean background;
    private boolean agent;
    private boolean completed;
    private boolean done;

    private static JsonPaths compile() {
        JsonPaths.Builder paths = JsonPaths.builder();
        for (String at : List.of("", "interaction.")) {
            paths.add(at + "id", ID)
                    .add(at + "model", MODEL)
                    .add(at + "agent", AGENT)
                    .add(at + "status", STATUS)
                    .add(at + "service_tier", TIER)
                    .add(at + "error", ERROR)
                    .add(at + "error.code", ERROR_CODE);
            for (int i = 0; i < COUNTS.size(); i++) {
                paths.add(at + "usage." + COUNTS.get(i), FIRST_COUNT + i);
            }
        }
        return paths.add("event_type", EVENT).build();
    }

    @Override
    public void begin(RequestFacts request, int httpStatus, Headers headers) {
        background = request.background();
    }

    @Override
    public JsonPaths paths() {
        return PATHS;
    }

    @Override
    public void value(int path, JsonValue value) {
        switch (path) {
            case ID -> id = value.textOr(id);
            case MODEL -> model = value.textOr(model);
            case AGENT -> agent |= value.kind() == JsonValue.Kind.STRING;
            case STATUS -> status = value.textOr(status);
            case TIER -> tier = value.textOr(tier);
            case ERROR -> error.member(value);
            case ERROR_CODE -> error.code(value);
            case EVENT -> completed |= value.is("interaction.completed") || value.is("interaction.complete");
            default -> {
                if (value.isCount()) {
                    counts[path - FIRST_COUNT] = value.count();
                }
            }
        }
    }

    @Override
    public void streamEnd() {
        done = true;
    }

    @Override
    public boolean ended() {
        return completed || done;
    }

    @Override
    public Answer answer() {
        Usage.Builder usage = Usage.builder();
        if (counts[INPUT] != ABSENT) {
            usage.set(Unit.INPUT_TOKENS, counts[INPUT] + Math.max(counts[TOOL_USE], 0));
        }
        if (counts[OUTPUT] != ABSENT || counts[THOUGHT] != ABSENT) {
            usage.set(Unit.OUTPUT_TOKENS, Math.max(counts[OUTPUT], 0) + Math.max(counts[THOUGHT], 0));
        }
        if (counts[CACHED] != ABSENT) {
            usage.set(Unit.CACHE_READ_TOKENS, counts[CACHED]);
        }
        if (counts[THOUGHT] != ABSENT) {
            usage.set(Unit.REASONING_TOKENS, counts[THOUGHT]);
        }
        Usage read = usage.build();
        return Answer.builder()
                .usage(read, ended() && !read.isEmpty() && !"in_progress".equals(status))
                .terminated(ended())
                .responseId(id)
                .responseModel(model)
                .serviceTier(tier)
                .responseStatus(status)
                .background(background || agent)
                .errorType(error.errorType())
                .build();
    }
}
