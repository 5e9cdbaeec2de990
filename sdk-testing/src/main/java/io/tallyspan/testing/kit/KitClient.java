package io.tallyspan.testing.kit;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One client under test, as its library offers it: a suite calls only the methods of its kind. Whatever the library
 * throws or hands over is passed on as it is. Equal prompts make equal requests.
 */
public interface KitClient extends AutoCloseable {

    /** Takes the pieces of a stream. */
    @FunctionalInterface
    interface Chunks {
        /** One piece, on its way to the application; false to close the stream early, as the library has it done. */
        boolean next(String piece);
    }

    /** One blocking chat call; gives what the library gives, as text. */
    default String chat(String prompt) throws Exception {
        throw new UnsupportedOperationException("this client does not block");
    }

    /** One chat call that completes its future as the library does. */
    default CompletableFuture<String> chatAsync(String prompt) {
        throw new UnsupportedOperationException("this client knows no futures");
    }

    /**
     * One streaming chat call. Passes each piece as the library hands it over, and returns when the stream has ended.
     * What {@code chunks} throws is thrown to the caller as the library does it.
     */
    default void stream(String prompt, Chunks chunks) throws Exception {
        throw new UnsupportedOperationException("this client does not stream");
    }

    /** One embeddings call ({@link Ability#EMBEDDINGS}). */
    default void embed(String input) throws Exception {
        throw new UnsupportedOperationException("this client makes no embeddings");
    }

    /**
     * Any request of the kit's, blocking, for mere transports: gives the body, and throws for a status of 400 or more.
     * {@code body} is null where there is none.
     */
    default String send(String method, String path, @Nullable String body) throws Exception {
        throw new UnsupportedOperationException("this client does not send whatever it is told to");
    }

    /** Lets go of connections and threads. */
    @Override
    default void close() {}
}
