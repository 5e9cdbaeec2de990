package io.tallyspan.reader;

import io.tallyspan.http.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer of one {@link Endpoint}. The framing (plain JSON, server-sent events, lines of JSON) is taken off
 * before: the reader sees JSON documents one after the other, and of each only the values at the paths it asked for.
 * Used by one thread at a time and thrown away with its exchange.
 */
public interface UsageReader {

    /**
     * The request has been answered. Called before anything else, once.
     *
     * @param request what the request's body said
     * @param status the HTTP status
     * @param headers the response's headers; only valid during the call
     */
    default void begin(RequestFacts request, int status, Headers headers) {}

    /** The paths this reader wants, compiled once for the class of the reader. */
    JsonPaths paths();

    /** A document begins; {@code event} is the name of the server-sent event, null where there is none. */
    default void documentStart(@Nullable String event) {}

    /** A value at one of the {@link #paths()}. The value is only valid during the call. */
    void value(int path, JsonValue value);

    /** The document has closed. */
    default void documentEnd() {}

    /** No document follows: the stream said so, as with {@code [DONE]}, or the body was one document. */
    default void streamEnd() {}

    /** Whether a document has said that it is the stream's last, such as an event {@code response.completed}. */
    default boolean ended() {
        return false;
    }

    /** How documents follow each other in a body that begins like JSON. */
    default Sequence sequence() {
        return Sequence.SINGLE;
    }

    /** Whether the documents of an AWS event stream are wrapped as {@code {"bytes":"<base64>"}}. */
    default boolean readsBase64() {
        return false;
    }

    /** How documents follow each other. */
    enum Sequence {
        /** There is one. */
        SINGLE,
        /** One after the other, usually one a line. */
        LINES,
        /** One, or as the elements of an array. */
        ARRAY
    }

    /** Whether a body of another kind, such as audio or plain text, is a good answer too. */
    default boolean takesAnyBody() {
        return false;
    }

    /** What has been read so far. {@code terminated} and {@code unreadable} are the framing's to fill in. */
    Answer answer();
}
