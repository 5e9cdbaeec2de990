package io.tallyspan.reader;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The counts that Google's APIs give by modality: of the prompt, of the answer, and of what was cached. */
final class GeminiModalities {

    private static final int OBJECT = 0;
    private static final int MODALITY = 1;
    private static final int TOKENS = 2;
    private static final int NUMBERS = 3;

    private static final List<String> DETAILS =
            List.of("promptTokensDetails[]", "candidatesTokensDetails[]", "cacheTokensDetails[]");

    private final Usage.Builder counts = Usage.builder();
    private @Nullable Modality modality;
    private long tokens;

    private enum Modality {
        IMAGE(Unit.INPUT_IMAGE_TOKENS, Unit.OUTPUT_IMAGE_TOKENS, null),
        AUDIO(Unit.INPUT_AUDIO_TOKENS, Unit.OUTPUT_AUDIO_TOKENS, Unit.CACHED_AUDIO_TOKENS);

        private final Unit input;
        private final Unit output;
        private final @Nullable Unit cached;

        Modality(Unit input, Unit output, @Nullable Unit cached) {
            this.input = input;
            this.output = output;
            this.cached = cached;
        }

        /** The unit in the detail of that number; null where there is none. */
        @Nullable
        Unit unit(int detail) {
            return detail == 0 ? input : detail == 1 ? output : cached;
        }
    }

    /** Adds the paths of the details, with numbers from {@code first} on. */
    static void add(JsonPaths.Builder paths, String at, int first) {
        for (int i = 0; i < DETAILS.size(); i++) {
            int number = first + i * NUMBERS;
            paths.add(at + DETAILS.get(i), number + OBJECT)
                    .add(at + DETAILS.get(i) + ".modality", number + MODALITY)
                    .add(at + DETAILS.get(i) + ".tokenCount", number + TOKENS);
        }
    }

    void value(int number, JsonValue value) {
        switch (number % NUMBERS) {
            case OBJECT -> {
                if (value.kind() == JsonValue.Kind.OBJECT_START) {
                    modality = null;
                    tokens = 0;
                } else if (value.kind() == JsonValue.Kind.OBJECT_END) {
                    take(number / NUMBERS);
                }
            }
            case MODALITY -> modality = of(value);
            default -> tokens = Math.max(0, value.count());
        }
    }

    /** Some clients have the number of the enumeration's constant. */
    private static @Nullable Modality of(JsonValue value) {
        String name = value.text();
        if (name == null) {
            return null;
        }
        return switch (name) {
            case "IMAGE", "image", "2" -> Modality.IMAGE;
            case "AUDIO", "audio", "4" -> Modality.AUDIO;
            default -> null;
        };
    }

    private void take(int detail) {
        Unit unit = modality == null ? null : modality.unit(detail);
        if (unit != null) {
            counts.set(unit, tokens);
        }
    }

    void addTo(Usage.Builder usage) {
        usage.add(counts.build());
    }
}
