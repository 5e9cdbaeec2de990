package io.tallyspan.reader;

import io.tallyspan.http.Headers;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads what OpenAI's chat completions, responses and embeddings say, plain and streamed, and whatever is compatible
 * with them. One reader for all three, since servers answer one API in the words of another: Azure passes on a chat
 * completion where a response was asked for, gateways count embeddings with {@code completion_tokens}. What single
 * providers count differently stands in {@link OpenAiCounts}, what they charge in {@link OpenAiCharge}.
 *
 * <p>{@code input_tokens} includes what was cached, {@code output_tokens} includes reasoning: OpenAI's own rule.
 */
final class OpenAiReader implements UsageReader {

    private static final String CALL = "_call";

    private final OpenAiCounts counts;
    private final OpenAiCharge charge;
    private final ProviderError error = new ProviderError();
    private final ToolCounts outputTools = new ToolCounts();
    private final ToolCounts itemTools = new ToolCounts();
    private final ToolCounts statedTools = new ToolCounts();
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String tier;
    private @Nullable String status;
    private @Nullable String searchContext;
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

    /** A reader of an answer in that dialect. */
    OpenAiReader(Dialect dialect) {
        counts = new OpenAiCounts(dialect);
        charge = new OpenAiCharge(dialect);
    }

    @Override
    public void begin(RequestFacts request, int httpStatus, Headers headers) {
        charge.headers(headers);
    }

    @Override
    public JsonPaths paths() {
        return OpenAiPaths.PATHS;
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
        if (path >= OpenAiPaths.TOTAL) {
            hasUsage |= counts.take(path, value);
            return;
        }
        switch (path) {
            case OpenAiPaths.ID -> id = value.textOr(id);
            case OpenAiPaths.MODEL -> model = value.textOr(model);
            case OpenAiPaths.TIER -> tier = value.textOr(tier);
            case OpenAiPaths.STATUS -> status = value.textOr(status);
            case OpenAiPaths.BACKGROUND -> background |= value.kind() == JsonValue.Kind.TRUE;
            case OpenAiPaths.TYPE -> eventType = eventTypeOf(value);
            case OpenAiPaths.ERROR -> error.member(value);
            case OpenAiPaths.ERROR_TYPE -> error.type(value);
            case OpenAiPaths.ERROR_CODE, OpenAiPaths.CODE -> error.code(value);
            case OpenAiPaths.CHOICE -> hasChoice = true;
            case OpenAiPaths.FINISH -> finishSeen |= value.kind() == JsonValue.Kind.STRING;
            case OpenAiPaths.OUTPUT -> {
                if (value.kind() == JsonValue.Kind.ARRAY_START) {
                    outputTools.clear();
                }
            }
            case OpenAiPaths.OUTPUT_TYPE -> {
                String tool = toolOf(value);
                if (tool != null) {
                    outputTools.increment(tool);
                }
            }
            case OpenAiPaths.ITEM_TYPE -> itemTool = toolOf(value);
            case OpenAiPaths.TOOL -> ProviderTools.stated(value, statedTools);
            case OpenAiPaths.QUERIES -> ProviderTools.uses("web_search", value, statedTools);
            case OpenAiPaths.SOURCES -> ProviderTools.uses("search_sources", value, statedTools);
            case OpenAiPaths.SEARCH_CONTEXT -> searchContext = value.textOr(searchContext);
            default -> charge.value(path, value);
        }
    }

    private static EventType eventTypeOf(JsonValue type) {
        if (type.kind() != JsonValue.Kind.STRING) {
            return EventType.NONE;
        } else if (type.is("response.output_item.done")) {
            return EventType.ITEM_DONE;
        } else if (type.is("response.completed")
                || type.is("response.incomplete")
                || type.is("transcript.text.done")
                || type.is("speech.audio.done")
                || type.is("image_generation.completed")
                || type.is("image_edit.completed")) {
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
        usageFinal = usageSeen && !unfinished();
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public Answer answer() {
        Usage usage = counts.usage(model);
        ToolCounts tools = outputTools.isEmpty() ? itemTools : outputTools;
        tools.raiseTo(statedTools);
        if (!tools.isEmpty()) {
            Usage.Builder withTools = usage.toBuilder();
            tools.addTo(withTools);
            usage = withTools.build();
        }
        return Answer.builder()
                .usage(usage, usageFinal)
                .terminated(ended)
                .responseId(id)
                .responseModel(model)
                .serviceTier("auto".equals(tier) && !usageFinal ? null : tier)
                .priceDimension("search_context_size", searchContext)
                .charge(charge.stated())
                .errorType(error.errorType())
                .responseStatus(status)
                .background(background)
                .build();
    }
}
