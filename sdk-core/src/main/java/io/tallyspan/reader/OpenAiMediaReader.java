package io.tallyspan.reader;

import io.tallyspan.http.Headers;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of OpenAI's APIs that are billed by something beside tokens, or by tokens or something else depending
 * on the model: images, speech, transcripts, rankings and moderations. What they say of tokens, ids and errors is in
 * the words of all the others.
 */
final class OpenAiMediaReader implements UsageReader {

    /** What an answer is made of. */
    enum Medium {
        /** Billed by tokens, or by the number of images, their size and quality. */
        IMAGES,
        /** Billed by tokens where the answer states them, else by the characters of the request. */
        SPEECH,
        /** Billed by tokens, or by seconds of audio. */
        TRANSCRIPT,
        /** Billed by tokens, or by search units. */
        RANKING,
        /** Free; counted as one request. */
        MODERATION
    }

    private final Medium medium;
    private final OpenAiReader words;
    private RequestFacts request = RequestFacts.NONE;
    private boolean good;
    private boolean done;
    private long items;
    private long searchUnits = -1;
    private double seconds = -1;
    private @Nullable String size;
    private @Nullable String quality;

    OpenAiMediaReader(Dialect dialect, Medium medium) {
        this.medium = medium;
        this.words = new OpenAiReader(dialect);
    }

    @Override
    public void begin(RequestFacts facts, int status, Headers headers) {
        request = facts;
        good = status >= 200 && status <= 299;
        words.begin(facts, status, headers);
    }

    @Override
    public JsonPaths paths() {
        return OpenAiPaths.MEDIA_PATHS;
    }

    @Override
    public void documentStart(@Nullable String event) {
        words.documentStart(event);
    }

    @Override
    public void value(int path, JsonValue value) {
        switch (path) {
            case OpenAiPaths.MEDIA_ITEM -> items += value.kind() == JsonValue.Kind.OBJECT_START ? 1 : 0;
            case OpenAiPaths.MEDIA_SIZE -> size = value.textOr(size);
            case OpenAiPaths.MEDIA_QUALITY -> quality = value.textOr(quality);
            case OpenAiPaths.SECONDS -> seconds = secondsOf(value);
            case OpenAiPaths.SEARCH_UNITS -> searchUnits = value.isCount() ? value.count() : searchUnits;
            default -> words.value(path, value);
        }
    }

    private double secondsOf(JsonValue value) {
        String text = value.kind() == JsonValue.Kind.NUMBER ? value.text() : null;
        double stated = text == null ? -1 : Double.parseDouble(text);
        return stated >= 0 && !Double.isInfinite(stated) ? stated : seconds;
    }

    @Override
    public void documentEnd() {
        words.documentEnd();
        items += medium == Medium.IMAGES && words.ended() && items == 0 ? 1 : 0;
    }

    @Override
    public void streamEnd() {
        done = true;
        words.streamEnd();
    }

    @Override
    public boolean ended() {
        return words.ended();
    }

    @Override
    public boolean takesAnyBody() {
        return good && (medium == Medium.SPEECH || medium == Medium.TRANSCRIPT);
    }

    @Override
    public Answer answer() {
        Answer said = words.answer();
        boolean whole = done || words.ended();
        Usage.Builder usage = said.usage().toBuilder();
        if (good && said.errorType() == null) {
            switch (medium) {
                case IMAGES -> {
                    if (items > 0) {
                        usage.set(Unit.IMAGES, items);
                    }
                }
                case SPEECH -> {
                    if (request.characters() != null) {
                        usage.set(Unit.CHARACTERS, request.characters());
                    }
                }
                case MODERATION -> usage.set(Unit.REQUESTS, 1);
                case TRANSCRIPT, RANKING -> {}
            }
        }
        if (medium == Medium.TRANSCRIPT && seconds >= 0) {
            usage.setFraction(Unit.AUDIO_SECONDS, seconds);
        }
        if (medium == Medium.RANKING && searchUnits >= 0) {
            usage.set(Unit.SEARCH_UNITS, searchUnits);
        }
        Usage counts = usage.build();
        Answer.Builder answer = said.toBuilder().usage(counts, whole && !counts.isEmpty());
        if (medium == Medium.IMAGES) {
            answer.priceDimension("image_size", size == null ? request.imageSize() : size)
                    .priceDimension("image_quality", quality == null ? request.imageQuality() : quality);
        }
        return answer.build();
    }
}
