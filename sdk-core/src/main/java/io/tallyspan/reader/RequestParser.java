package io.tallyspan.reader;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a usage span needs of a request from the bytes of its body, in constant memory: of JSON bodies the model
 * and whether a stream or a background response is asked for. Other bodies say nothing. For one thread at a time.
 */
public final class RequestParser {

    private static final int MODEL = 0;
    private static final int STREAM = 1;
    private static final int BACKGROUND = 2;

    private static final JsonPaths PATHS = JsonPaths.builder()
            .add("model", MODEL)
            .add("stream", STREAM)
            .add("background", BACKGROUND)
            .build();

    private final JsonScanner scanner = new JsonScanner(PATHS, this::value);
    private @Nullable BufferBytes buffers;
    private @Nullable String model;
    private boolean stream;
    private boolean background;

    /** A parser for one request's body. */
    public RequestParser() {}

    /** The next bytes of the body, before any content encoding. They are not kept. */
    public void feed(byte[] bytes, int offset, int length) {
        scanner.feed(bytes, offset, offset + length);
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
            default -> background = value.kind() == JsonValue.Kind.TRUE;
        }
    }

    /** What has been read so far. */
    public RequestFacts facts() {
        return new RequestFacts(model == null || model.isEmpty() ? null : model, stream, background);
    }
}
