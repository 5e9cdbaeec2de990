package io.tallyspan.reader;

import io.tallyspan.usage.Unit;
import java.util.List;

/** Where OpenAI's answers say what is wanted: plain, in a streamed response's events, in the words of both APIs. */
final class OpenAiPaths {

    static final int ID = 0;
    static final int MODEL = 1;
    static final int TIER = 2;
    static final int STATUS = 3;
    static final int BACKGROUND = 4;
    static final int TYPE = 5;
    static final int USAGE = 6;
    static final int ERROR = 7;
    static final int ERROR_TYPE = 8;
    static final int ERROR_CODE = 9;
    static final int CODE = 10;
    static final int CHOICE = 12;
    static final int FINISH = 13;
    static final int OUTPUT = 14;
    static final int OUTPUT_TYPE = 15;
    static final int ITEM_TYPE = 16;
    static final int FIRST_COUNT = 32;

    static final List<Unit> COUNTS = List.of(
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

    static final JsonPaths PATHS = compile();

    private OpenAiPaths() {}

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
}
