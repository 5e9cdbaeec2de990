package io.tallyspan.reader;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a usage span needs of a request from the bytes of its body, in constant memory: of JSON bodies and of the
 * fields of multipart forms. Other bodies say nothing. For one thread at a time.
 */
public final class RequestParser {

    private static final int MODEL = 0;
    private static final int STREAM = 1;
    private static final int BACKGROUND = 2;
    private static final int INCLUDE_USAGE = 3;
    private static final int INPUT = 4;
    private static final int SIZE = 5;
    private static final int QUALITY = 6;
    private static final int ANTHROPIC_VERSION = 7;

    private static final JsonPaths PATHS = JsonPaths.builder()
            .add("model", MODEL)
            .add("stream", STREAM)
            .add("background", BACKGROUND)
            .add("stream_options.include_usage", INCLUDE_USAGE)
            .add("input", INPUT)
            .add("size", SIZE)
            .add("quality", QUALITY)
            .add("anthropic_version", ANTHROPIC_VERSION)
            .build();

    private final @Nullable MultipartFields form;
    private final JsonScanner scanner = new JsonScanner(PATHS, this::value);
    private @Nullable BufferBytes buffers;
    private @Nullable String model;
    private boolean stream;
    private boolean background;
    private boolean includeUsage;
    private long characters = -1;
    private @Nullable String size;
    private @Nullable String quality;
    private boolean anthropicVersion;

    /**
     * A parser for one request's body.
     *
     * @param contentType the value of the {@code Content-Type} header, or null
     */
    public RequestParser(@Nullable String contentType) {
        boolean multipart = contentType != null
                && contentType.strip().toLowerCase(Locale.ROOT).startsWith("multipart/");
        form = multipart ? new MultipartFields(this::field) : null;
    }

    /** The next bytes of the body, before any content encoding. They are not kept. */
    public void feed(byte[] bytes, int offset, int length) {
        if (form == null) {
            scanner.feed(bytes, offset, offset + length);
        } else {
            form.feed(bytes, offset, offset + length);
        }
    }

    /** The next bytes of the body, from the buffer's position to its limit; neither is moved. */
    public void feed(ByteBuffer bytes) {
        if (buffers == null) {
            buffers = new BufferBytes();
        }
        buffers.pass(bytes, this::feed);
    }

    private void value(int path, JsonValue value) {
        switch (path) {
            case MODEL -> model = value.text();
            case STREAM -> stream = value.kind() == JsonValue.Kind.TRUE;
            case BACKGROUND -> background = value.kind() == JsonValue.Kind.TRUE;
            case INCLUDE_USAGE -> includeUsage = value.kind() == JsonValue.Kind.TRUE;
            case INPUT -> characters = value.characters();
            case ANTHROPIC_VERSION -> anthropicVersion = value.kind() == JsonValue.Kind.STRING;
            case SIZE -> size = value.textOr(size);
            default -> quality = value.textOr(quality);
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "model" -> model = value;
            case "stream" -> stream = value.equalsIgnoreCase("true");
            case "size" -> size = value;
            case "quality" -> quality = value;
            default -> {}
        }
    }

    /** What has been read so far. */
    public RequestFacts facts() {
        return new RequestFacts(
                model == null || model.isEmpty() ? null : model,
                stream,
                background,
                includeUsage,
                characters < 0 ? null : Long.valueOf(characters),
                size,
                quality,
                anthropicVersion);
    }
}
