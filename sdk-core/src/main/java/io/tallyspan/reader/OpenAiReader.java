package io.tallyspan.reader;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what OpenAI's chat completions, responses and embeddings say, plain and streamed, and whatever is compatible
 * with them. One reader for all three, since servers answer one API in the words of another: Azure passes on a chat
 * completion where a response was asked for, gateways count embeddings with {@code completion_tokens}.
 *
 * <p>{@code input_tokens} includes what was cached, {@code output_tokens} includes reasoning: OpenAI's own rule.
 */
final class OpenAiReader implements UsageReader {

    private static final int ID = 0;
    private static final int MODEL = 1;
    private static final int TIER = 2;
    private static final int STATUS = 3;
    private static final int BACKGROUND = 4;
    private static final int TYPE = 5;
    private static final int USAGE = 6;
    private static final int ERROR = 7;
    private static final int ERROR_TYPE = 8;
    private static final int ERROR_CODE = 9;
    private static final int CODE = 10;
    private static final int CHOICE = 12;
    private static final int FINISH = 13;
    private static final int OUTPUT = 14;
    private static final int OUTPUT_TYPE = 15;
    private static final int ITEM_TYPE = 16;
    private static final int FIRST_COUNT = 32;

    private static final List<Unit> COUNTS = List.of(
            Unit.INPUT_TOKENS,
            Unit.OUTPUT_TOKENS,
            Unit.CACHE_READ_TOKENS,
            Unit.CACHE_WRITE_TOKENS,
            Unit.INPUT_AUDIO_TOKENS,
            Unit.INPUT_IMAGE_TOKENS,
            Unit.CACHED_AUDIO_TOKENS,
            Unit.REASONING_TOKENS,
            Unit.OUTPUT_AUDIO_TOKENS,
            Unit.OUTPUT_IMAGE_TOKENS);

    private static final JsonPaths PATHS = compile();

    private static final String CALL = "_call";

    private final Usage.Builder usage = Usage.builder();
    private final ProviderError error = new ProviderError();
    private final ToolCounts outputTools = new ToolCounts();
    private final ToolCounts itemTools = new ToolCounts();
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String tier;
    private @Nullable String status;
    private boolean background;
    private boolean finishSeen;
    private boolean usageFinal;
    private boolean usageSeen;
    private boolean ended;

    // of the current document
    private EventType eventType = EventType.NONE;
    private boolean hasUsage;
    private boolean hasChoice;
    private @Nullable String itemTool;

    /** What matters of the types that a streamed response's events have. */
    private enum EventType {
        NONE,
        ITEM_DONE,
        TERMINAL,
        FAILED,
        ERROR,
        OTHER
    }

    private static JsonPaths compile() {
        JsonPaths.Builder paths = JsonPaths.builder();
        for (String at : List.of("", "response.")) {
            paths.add(at + "id", ID)
                    .add(at + "model", MODEL)
                    .add(at + "service_tier", TIER)
                    .add(at + "status", STATUS)
                    .add(at + "background", BACKGROUND)
                    .add(at + "error", ERROR)
                    .add(at + "error.type", ERROR_TYPE)
                    .add(at + "error.code", ERROR_CODE)
                    .add(at + "output", OUTPUT)
                    .add(at + "output[].type", OUTPUT_TYPE)
                    .add(at + "usage", USAGE);
            for (List<String> names : List.of(List.of("input", "output"), List.of("prompt", "completion"))) {
                String input = at + "usage." + names.get(0) + "_tokens";
                String output = at + "usage." + names.get(1) + "_tokens";
                paths.add(input, count(Unit.INPUT_TOKENS))
                        .add(output, count(Unit.OUTPUT_TOKENS))
                        .add(input + "_details.cached_tokens", count(Unit.CACHE_READ_TOKENS))
                        .add(input + "_details.cache_write_tokens", count(Unit.CACHE_WRITE_TOKENS))
                        .add(input + "_details.audio_tokens", count(Unit.INPUT_AUDIO_TOKENS))
                        .add(input + "_details.image_tokens", count(Unit.INPUT_IMAGE_TOKENS))
                        .add(input + "_details.cached_tokens_details.audio_tokens", count(Unit.CACHED_AUDIO_TOKENS))
                        .add(output + "_details.reasoning_tokens", count(Unit.REASONING_TOKENS))
                        .add(output + "_details.audio_tokens", count(Unit.OUTPUT_AUDIO_TOKENS))
                        .add(output + "_details.image_tokens", count(Unit.OUTPUT_IMAGE_TOKENS));
            }
        }
        return paths.add("type", TYPE)
                .add("code", CODE)
                .add("choices[]", CHOICE)
                .add("choices[].finish_reason", FINISH)
                .add("item.type", ITEM_TYPE)
                .build();
    }

    private static int count(Unit unit) {
        return FIRST_COUNT + COUNTS.indexOf(unit);
    }

    @Override
    public JsonPaths paths() {
        return PATHS;
    }

    @Override
    public void documentStart(@Nullable String event) {
        eventType = EventType.NONE;
        hasUsage = false;
        hasChoice = false;
        itemTool = null;
    }

    @Override
    public void value(int path, JsonValue value) {
        if (path >= FIRST_COUNT) {
            if (value.isCount()) {
                usage.set(COUNTS.get(path - FIRST_COUNT), value.count());
                hasUsage = true;
            }
            return;
        }
        switch (path) {
            case ID -> id = value.textOr(id);
            case MODEL -> model = value.textOr(model);
            case TIER -> tier = value.textOr(tier);
            case STATUS -> status = value.textOr(status);
            case BACKGROUND -> background |= value.kind() == JsonValue.Kind.TRUE;
            case TYPE -> eventType = eventTypeOf(value);
            case ERROR -> error.member(value);
            case ERROR_TYPE -> error.type(value);
            case ERROR_CODE, CODE -> error.code(value);
            case CHOICE -> hasChoice = true;
            case FINISH -> finishSeen |= value.kind() == JsonValue.Kind.STRING;
            case OUTPUT -> {
                if (value.kind() == JsonValue.Kind.ARRAY_START) {
                    outputTools.clear();
                }
            }
            case OUTPUT_TYPE -> {
                String tool = toolOf(value);
                if (tool != null) {
                    outputTools.increment(tool);
                }
            }
            case ITEM_TYPE -> itemTool = toolOf(value);
            default -> {}
        }
    }

    private static EventType eventTypeOf(JsonValue type) {
        if (type.kind() != JsonValue.Kind.STRING) {
            return EventType.NONE;
        } else if (type.is("response.output_item.done")) {
            return EventType.ITEM_DONE;
        } else if (type.is("response.completed") || type.is("response.incomplete")) {
            return EventType.TERMINAL;
        } else if (type.is("response.failed")) {
            return EventType.FAILED;
        }
        return type.is("error") ? EventType.ERROR : EventType.OTHER;
    }

    /** The tool of an output item, unless it is a function of the application: those cost nothing by themselves. */
    private static @Nullable String toolOf(JsonValue type) {
        String text = type.is("message") || type.is("reasoning") || type.is("function_call") ? null : type.text();
        return text == null || !text.endsWith(CALL) ? null : text.substring(0, text.length() - CALL.length());
    }

    @Override
    public void documentEnd() {
        usageSeen |= hasUsage;
        switch (eventType) {
            case NONE -> {
                if (hasUsage) {
                    usageFinal = (!hasChoice || finishSeen) && !unfinished();
                }
            }
            case ITEM_DONE -> {
                if (itemTool != null) {
                    itemTools.increment(itemTool);
                }
            }
            case TERMINAL, FAILED -> {
                ended = true;
                usageFinal = usageSeen;
                if (eventType == EventType.FAILED) {
                    error.seen("response.failed");
                }
            }
            case ERROR -> error.seen("error");
            default -> {}
        }
    }

    /** Whether a background response still runs. */
    private boolean unfinished() {
        return "queued".equals(status) || "in_progress".equals(status);
    }

    @Override
    public void streamEnd() {
        usageFinal = usageSeen;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public Answer answer() {
        Usage.Builder counts = usage;
        if (!outputTools.isEmpty() || !itemTools.isEmpty()) {
            counts = usage.build().toBuilder();
            (outputTools.isEmpty() ? itemTools : outputTools).addTo(counts);
        }
        return new Answer(
                counts.build(),
                List.of(),
                usageFinal,
                ended,
                id,
                model,
                "auto".equals(tier) && !usageFinal ? null : tier,
                Map.of(),
                error.errorType(),
                status,
                background,
                false);
    }
}
