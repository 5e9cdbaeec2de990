package io.tallyspan.reader;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads Cohere's APIs, both versions, plain and streamed. What is billed are the {@code billed_units}; the
 * {@code tokens} beside them include Cohere's own template, and stand in only where no billed units are stated.
 */
final class CohereReader implements UsageReader {

    private static final int ID = 0;
    private static final int TYPE = 1;
    private static final int ERROR = 2;
    private static final int CACHED = 3;
    private static final int LAST = 4;
    private static final int BILLED = 16;
    private static final int TOKENS = 32;

    private static final List<String> NAMES =
            List.of("input_tokens", "output_tokens", "search_units", "images", "image_tokens");
    private static final List<Unit> UNITS =
            List.of(Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS, Unit.SEARCH_UNITS, Unit.IMAGES, Unit.INPUT_IMAGE_TOKENS);

    private static final JsonPaths PATHS = compile();

    private final Usage.Builder billed = Usage.builder();
    private final Usage.Builder tokens = Usage.builder();
    private final ProviderError error = new ProviderError();
    private @Nullable String id;
    private boolean billedSeen;
    private boolean event;
    private boolean ended;

    private static JsonPaths compile() {
        JsonPaths.Builder paths = JsonPaths.builder()
                .add("id", ID)
                .add("response_id", ID)
                .add("response.response_id", ID)
                .add("response.id", ID)
                .add("type", TYPE)
                .add("event_type", TYPE)
                .add("is_finished", LAST)
                .add("delta.error", ERROR);
        for (String at : List.of("usage.", "delta.usage.", "meta.", "response.meta.")) {
            for (int i = 0; i < NAMES.size(); i++) {
                paths.add(at + "billed_units." + NAMES.get(i), BILLED + i);
            }
            paths.add(at + "tokens.input_tokens", TOKENS)
                    .add(at + "tokens.output_tokens", TOKENS + 1)
                    .add(at + "cached_tokens", CACHED);
        }
        return paths.build();
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
        event = false;
    }

    @Override
    public void value(int path, JsonValue value) {
        switch (path) {
            case ID -> id = value.textOr(id);
            case TYPE -> {
                event = true;
                ended |= value.is("message-end") || value.is("stream-end");
            }
            case LAST -> event = true;
            case ERROR -> {
                if (value.kind() == JsonValue.Kind.STRING) {
                    error.seen("error");
                }
            }
            case CACHED -> set(billed, Unit.CACHE_READ_TOKENS, value);
            default -> {
                if (path >= TOKENS) {
                    set(tokens, UNITS.get(path - TOKENS), value);
                } else if (value.isCount()) {
                    billedSeen = true;
                    set(billed, UNITS.get(path - BILLED), value);
                }
            }
        }
    }

    private static void set(Usage.Builder usage, Unit unit, JsonValue value) {
        if (value.isCount()) {
            usage.set(unit, value.count());
        }
    }

    /** A document that is no event is the whole answer. */
    @Override
    public void documentEnd() {
        ended |= !event;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public Answer answer() {
        Usage.Builder counts = billed.build().toBuilder();
        if (!billedSeen) {
            counts.add(tokens.build());
        }
        Usage usage = counts.build();
        return Answer.builder()
                .usage(usage, ended && !usage.isEmpty())
                .terminated(ended)
                .responseId(id)
                .errorType(error.errorType())
                .build();
    }
}
