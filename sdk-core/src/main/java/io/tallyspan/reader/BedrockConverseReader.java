package io.tallyspan.reader;

import io.tallyspan.http.Headers;
import io.tallyspan.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads Bedrock's Converse and ConverseStream. The stream's usage comes with the event {@code metadata}, after the one
 * that says that the message has stopped.
 */
final class BedrockConverseReader implements UsageReader {

    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int CACHE_READ = 2;
    private static final int CACHE_WRITE = 3;
    private static final int CACHE_DETAIL = 4;
    private static final int LIFETIME = 5;
    private static final int LIFETIME_TOKENS = 6;
    private static final int TIER = 7;
    private static final int LATENCY = 8;
    private static final int MODEL = 9;
    private static final int TOOL = 10;

    private static final int METADATA = 11;
    private static final int OTHER_EVENT = 12;

    private static final JsonPaths PATHS = compile();

    private final BedrockCounts counts = new BedrockCounts();
    private final ToolCounts tools = new ToolCounts();
    private final ProviderError error = new ProviderError();
    private @Nullable String tier;
    private @Nullable String latency;
    private @Nullable String model;
    private @Nullable String lifetime;
    private long lifetimeTokens;
    private boolean done;
    private boolean metadata;
    private boolean event;

    /** Gateways turn the events into lines, each an object with the event's name for its only key. */
    private static JsonPaths compile() {
        JsonPaths.Builder paths = JsonPaths.builder();
        for (String at : List.of("", "metadata.")) {
            paths.add(at + "usage.inputTokens", INPUT)
                    .add(at + "usage.outputTokens", OUTPUT)
                    .add(at + "usage.cacheReadInputTokens", CACHE_READ)
                    .add(at + "usage.cacheReadInputTokenCount", CACHE_READ)
                    .add(at + "usage.cacheWriteInputTokens", CACHE_WRITE)
                    .add(at + "usage.cacheWriteInputTokenCount", CACHE_WRITE)
                    .add(at + "usage.cacheDetails[]", CACHE_DETAIL)
                    .add(at + "usage.cacheDetails[].ttl", LIFETIME)
                    .add(at + "usage.cacheDetails[].inputTokens", LIFETIME_TOKENS)
                    .add(at + "usage.serverToolUsage.*", TOOL)
                    .add(at + "serviceTier", TIER)
                    .add(at + "serviceTier.type", TIER)
                    .add(at + "performanceConfig.latency", LATENCY)
                    .add(at + "trace.promptRouter.invokedModelId", MODEL);
        }
        return paths.add("metadata", METADATA)
                .add("messageStart", OTHER_EVENT)
                .add("contentBlockStart", OTHER_EVENT)
                .add("contentBlockDelta", OTHER_EVENT)
                .add("contentBlockStop", OTHER_EVENT)
                .add("messageStop", OTHER_EVENT)
                .build();
    }

    @Override
    public void begin(RequestFacts request, int status, Headers headers) {
        BedrockErrors.ofHeaders(status, headers, error);
    }

    @Override
    public JsonPaths paths() {
        return PATHS;
    }

    @Override
    public Sequence sequence() {
        return Sequence.LINES;
    }

    @Override
    public void documentStart(@Nullable String name) {
        metadata = "metadata".equals(name);
        event = name != null;
        BedrockErrors.ofEvent(name, error);
    }

    @Override
    public void value(int path, JsonValue value) {
        switch (path) {
            case INPUT -> counts.input(value);
            case OUTPUT -> counts.output(value);
            case CACHE_READ -> counts.cacheRead(value);
            case CACHE_WRITE -> counts.cacheWrite(value);
            case CACHE_DETAIL -> {
                if (value.kind() == JsonValue.Kind.OBJECT_START) {
                    lifetime = null;
                    lifetimeTokens = 0;
                } else if (value.kind() == JsonValue.Kind.OBJECT_END) {
                    counts.cacheWrite(lifetime, lifetimeTokens);
                }
            }
            case LIFETIME -> lifetime = value.text();
            case LIFETIME_TOKENS -> lifetimeTokens = Math.max(0, value.count());
            case TIER -> tier = value.textOr(tier);
            case LATENCY -> latency = value.textOr(latency);
            case MODEL -> model = value.textOr(model);
            case METADATA -> metadata = true;
            case OTHER_EVENT -> event = true;
            default -> ProviderTools.stated(value, tools);
        }
    }

    /** A document that is no event is the whole answer. */
    @Override
    public void documentEnd() {
        done |= metadata || !event;
    }

    @Override
    public void streamEnd() {
        done = true;
    }

    @Override
    public boolean ended() {
        return done;
    }

    @Override
    public Answer answer() {
        Usage.Builder usage = counts.usage().toBuilder();
        tools.addTo(usage);
        return Answer.builder()
                .usage(usage.build(), done && !counts.isEmpty())
                .terminated(done)
                .responseModel(model)
                .serviceTier(tier)
                .priceDimension("latency", latency)
                .errorType(error.errorType())
                .build();
    }
}
