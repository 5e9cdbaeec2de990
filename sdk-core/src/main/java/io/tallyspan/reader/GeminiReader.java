package io.tallyspan.reader;

import io.tallyspan.http.Headers;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads Gemini's and Vertex AI's {@code generateContent}, plain and streamed as events or as an array, and their
 * embeddings. {@code promptTokenCount} includes what was cached, but not the prompts of tools; thoughts stand beside
 * {@code candidatesTokenCount}. Each chunk of a stream states usage so far, and the last one counts. These are messages
 * of Protocol Buffers in JSON, where a count of zero is left out.
 */
final class GeminiReader implements UsageReader {

    private static final int ID = 0;
    private static final int MODEL = 1;
    private static final int PROMPT = 2;
    private static final int TOOL_PROMPT = 3;
    private static final int CANDIDATES = 4;
    private static final int THOUGHTS = 5;
    private static final int CACHED = 6;
    private static final int TOTAL = 7;
    private static final int TIER = 8;
    private static final int TRAFFIC = 9;
    private static final int FINISH = 10;
    private static final int BLOCKED = 11;
    private static final int ERROR = 12;
    private static final int ERROR_STATUS = 13;
    private static final int QUERY = 14;
    private static final int CHARACTERS = 15;
    private static final int STATISTICS = 16;
    private static final int IMAGE = 17;
    /** Three details, each with a number for the object and for its two members. */
    private static final int DETAILS = 32;

    private static final JsonPaths PATHS = compile();

    private static final long ABSENT = -1;

    private final ProviderError error = new ProviderError();
    private final GeminiModalities modalities = new GeminiModalities();
    private final ToolCounts tools = new ToolCounts();
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String tier;
    private @Nullable String traffic;
    private long prompt = ABSENT;
    private long toolPrompt = ABSENT;
    private long candidates = ABSENT;
    private long thoughts = ABSENT;
    private long cached = ABSENT;
    private long total = ABSENT;
    private long characters = ABSENT;
    private long statistics = ABSENT;
    private long images;
    private long queries;
    private boolean finished;
    private boolean done;

    private static JsonPaths compile() {
        JsonPaths.Builder paths = JsonPaths.builder()
                .add("responseId", ID)
                .add("modelVersion", MODEL)
                .add("usageMetadata.promptTokenCount", PROMPT)
                .add("usageMetadata.toolUsePromptTokenCount", TOOL_PROMPT)
                .add("usageMetadata.candidatesTokenCount", CANDIDATES)
                .add("usageMetadata.responseTokenCount", CANDIDATES)
                .add("usageMetadata.thoughtsTokenCount", THOUGHTS)
                .add("usageMetadata.cachedContentTokenCount", CACHED)
                .add("usageMetadata.totalTokenCount", TOTAL)
                .add("usageMetadata.serviceTier", TIER)
                .add("usageMetadata.trafficType", TRAFFIC)
                .add("candidates[].finishReason", FINISH)
                .add("candidates[].groundingMetadata.webSearchQueries[]", QUERY)
                .add("promptFeedback.blockReason", BLOCKED)
                .add("error", ERROR)
                .add("error.status", ERROR_STATUS)
                .add("metadata.billableCharacterCount", CHARACTERS)
                .add("predictions[].embeddings.statistics.token_count", STATISTICS)
                .add("predictions[].bytesBase64Encoded", IMAGE);
        GeminiModalities.add(paths, "usageMetadata.", DETAILS);
        return paths.build();
    }

    @Override
    public JsonPaths paths() {
        return PATHS;
    }

    @Override
    public Sequence sequence() {
        return Sequence.ARRAY;
    }

    @Override
    public void begin(RequestFacts request, int status, Headers headers) {}

    @Override
    public void documentStart(@Nullable String event) {
        queries = 0;
    }

    @Override
    public void value(int path, JsonValue value) {
        if (path >= DETAILS) {
            modalities.value(path - DETAILS, value);
            return;
        }
        switch (path) {
            case ID -> id = value.textOr(id);
            case MODEL -> model = value.textOr(model);
            case PROMPT -> prompt = countOr(prompt, value);
            case TOOL_PROMPT -> toolPrompt = countOr(toolPrompt, value);
            case CANDIDATES -> candidates = countOr(candidates, value);
            case THOUGHTS -> thoughts = countOr(thoughts, value);
            case CACHED -> cached = countOr(cached, value);
            case TOTAL -> total = countOr(total, value);
            case TIER -> tier = value.textOr(tier);
            case TRAFFIC -> traffic = value.textOr(traffic);
            case FINISH, BLOCKED ->
                finished |= value.kind() == JsonValue.Kind.STRING || value.kind() == JsonValue.Kind.NUMBER;
            case ERROR -> error.member(value);
            case ERROR_STATUS -> error.type(value);
            case QUERY -> queries += value.kind() == JsonValue.Kind.STRING ? 1 : 0;
            case CHARACTERS -> characters = countOr(characters, value);
            case STATISTICS -> statistics = value.isCount() ? Math.max(statistics, 0) + value.count() : statistics;
            case IMAGE -> images += value.kind() == JsonValue.Kind.STRING ? 1 : 0;
            default -> {}
        }
    }

    private static long countOr(long before, JsonValue value) {
        return value.isCount() ? value.count() : before;
    }

    @Override
    public void documentEnd() {
        if (queries > 0) {
            tools.set("web_search", queries);
        }
    }

    @Override
    public void streamEnd() {
        done = true;
    }

    @Override
    public boolean ended() {
        return done || finished;
    }

    @Override
    public Answer answer() {
        Usage.Builder usage = Usage.builder();
        if (prompt != ABSENT || candidates != ABSENT || total != ABSENT) {
            usage.set(Unit.INPUT_TOKENS, Math.max(prompt, 0) + Math.max(toolPrompt, 0));
            usage.set(Unit.OUTPUT_TOKENS, Math.max(candidates, 0) + Math.max(thoughts, 0));
        } else if (statistics != ABSENT) {
            usage.set(Unit.INPUT_TOKENS, statistics);
        }
        set(usage, Unit.CACHE_READ_TOKENS, cached);
        set(usage, Unit.REASONING_TOKENS, thoughts);
        set(usage, Unit.CHARACTERS, characters);
        modalities.addTo(usage);
        tools.addTo(usage);
        if (images > 0) {
            usage.set(Unit.IMAGES, images);
        }
        Usage counts = usage.build();
        return Answer.builder()
                .usage(counts, ended() && !counts.isEmpty())
                .terminated(ended())
                .responseId(id)
                .responseModel(model)
                .serviceTier(tier == null ? traffic : tier)
                .errorType(error.errorType())
                .build();
    }

    private static void set(Usage.Builder usage, Unit unit, long count) {
        if (count != ABSENT) {
            usage.set(unit, count);
        }
    }
}
