package io.tallyspan.reader;

import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads Anthropic's messages, plain and streamed. The figures of a stream's events are cumulative, so the last one of a
 * field wins; what only {@code message_start} says stays. Its {@code output_tokens} are provisional (they count the
 * first tokens of the answer to come) and are not read at all.
 */
final class AnthropicReader implements UsageReader {

    private static final int ID = 0;
    private static final int MODEL = 1;
    private static final int TYPE = 2;
    private static final int TIER = 3;
    private static final int GEO = 4;
    private static final int SPEED = 5;
    private static final int TOOL = 6;
    private static final int STOP_REASON = 7;
    private static final int ERROR = 8;
    private static final int ERROR_TYPE = 9;
    private static final int ITERATIONS = 10;
    private static final int ITERATION = 11;
    private static final int ITERATION_TYPE = 12;
    private static final int ITERATION_MODEL = 13;
    private static final int COMPLETION_STOP = 14;
    private static final int FIRST_COUNT = 32;
    private static final int FIRST_ITERATION_COUNT = 64;

    private static final JsonPaths PATHS = compile().build();

    private static final String REQUESTS = "_requests";
    private static final String NO_GEO = "not_available";

    private final AnthropicCounts counts = new AnthropicCounts();
    private final AnthropicLines lines = new AnthropicLines();
    private final ToolCounts tools = new ToolCounts();
    private final ProviderError error = new ProviderError();
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String tier;
    private @Nullable String geo;
    private @Nullable String speed;
    private boolean stopped;
    private boolean usageFinal;
    private boolean ended;
    private DocumentType documentType = DocumentType.MESSAGE;

    /** What matters of the types that documents have. */
    private enum DocumentType {
        MESSAGE,
        MESSAGE_DELTA,
        MESSAGE_STOP,
        COMPLETION,
        ERROR,
        OTHER
    }

    /** A builder with the paths of messages. */
    static JsonPaths.Builder compile() {
        JsonPaths.Builder paths = JsonPaths.builder();
        for (String at : new String[] {"", "message."}) {
            paths.add(at + "id", ID)
                    .add(at + "model", MODEL)
                    .add(at + "usage.service_tier", TIER)
                    .add(at + "usage.inference_geo", GEO)
                    .add(at + "usage.speed", SPEED)
                    .add(at + "usage.server_tool_use.*", TOOL);
            for (int field = 0; field < AnthropicCounts.FIELDS.size(); field++) {
                if (at.isEmpty() || field < AnthropicCounts.OUTPUT) {
                    paths.add(at + "usage." + AnthropicCounts.FIELDS.get(field), FIRST_COUNT + field);
                }
            }
        }
        for (int field = 0; field < AnthropicCounts.FIELDS.size(); field++) {
            paths.add("usage.iterations[]." + AnthropicCounts.FIELDS.get(field), FIRST_ITERATION_COUNT + field);
        }
        return paths.add("usage.iterations", ITERATIONS)
                .add("usage.iterations[]", ITERATION)
                .add("usage.iterations[].type", ITERATION_TYPE)
                .add("usage.iterations[].model", ITERATION_MODEL)
                .add("type", TYPE)
                .add("delta.stop_reason", STOP_REASON)
                .add("error", ERROR)
                .add("error.type", ERROR_TYPE)
                .add("stop_reason", COMPLETION_STOP);
    }

    @Override
    public JsonPaths paths() {
        return PATHS;
    }

    @Override
    public void documentStart(@Nullable String event) {
        documentType = DocumentType.MESSAGE;
    }

    @Override
    public void value(int path, JsonValue value) {
        if (path >= FIRST_ITERATION_COUNT) {
            lines.count(path - FIRST_ITERATION_COUNT, value);
            return;
        } else if (path >= FIRST_COUNT) {
            counts.set(path - FIRST_COUNT, value);
            return;
        }
        switch (path) {
            case ID -> id = value.textOr(id);
            case MODEL -> model = value.textOr(model);
            case TYPE -> documentType = documentTypeOf(value);
            case TIER -> tier = value.textOr(tier);
            case GEO -> geo = value.is(NO_GEO) ? geo : value.textOr(geo);
            case SPEED -> speed = value.textOr(speed);
            case TOOL -> tool(value);
            case STOP_REASON -> stopped |= value.kind() == JsonValue.Kind.STRING;
            case COMPLETION_STOP -> stopped |= value.kind() == JsonValue.Kind.STRING;
            case ERROR -> error.member(value);
            case ERROR_TYPE -> error.type(value);
            case ITERATIONS -> {
                if (value.kind() == JsonValue.Kind.ARRAY_START) {
                    lines.clear();
                }
            }
            case ITERATION -> {
                if (value.kind() != JsonValue.Kind.OBJECT_END && value.kind() != JsonValue.Kind.ARRAY_END) {
                    lines.begin();
                }
            }
            case ITERATION_TYPE -> lines.type(value);
            case ITERATION_MODEL -> lines.model(value);
            default -> {}
        }
    }

    private static DocumentType documentTypeOf(JsonValue type) {
        if (type.is("message_delta")) {
            return DocumentType.MESSAGE_DELTA;
        } else if (type.is("message_stop")) {
            return DocumentType.MESSAGE_STOP;
        } else if (type.is("completion")) {
            return DocumentType.COMPLETION;
        } else if (type.is("message")) {
            return DocumentType.MESSAGE;
        }
        return type.is("error") ? DocumentType.ERROR : DocumentType.OTHER;
    }

    private void tool(JsonValue value) {
        String name = value.key();
        if (name != null && value.isCount()) {
            tools.set(
                    name.endsWith(REQUESTS) ? name.substring(0, name.length() - REQUESTS.length()) : name,
                    value.count());
        }
    }

    @Override
    public void documentEnd() {
        switch (documentType) {
            case MESSAGE -> usageFinal = counts.hasOutput();
            case MESSAGE_DELTA -> usageFinal = stopped && counts.hasOutput();
            case MESSAGE_STOP -> {
                ended = true;
                usageFinal = counts.hasOutput();
            }
            case COMPLETION -> ended = stopped;
            case ERROR -> error.seen("error");
            case OTHER -> {}
        }
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public Answer answer() {
        Usage usage = lines.sums(counts.usage());
        if (!tools.isEmpty()) {
            Usage.Builder withTools = usage.toBuilder();
            tools.addTo(withTools);
            usage = withTools.build();
        }
        return Answer.builder()
                .usage(usage, usageFinal)
                .lines(lines.usageLines())
                .terminated(ended)
                .responseId(id)
                .responseModel(model)
                .serviceTier(tier)
                .priceDimension("inference_geo", geo)
                .priceDimension("speed", speed)
                .errorType(error.errorType())
                .build();
    }
}
