package io.tallyspan.jdkhttp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The methods that {@link HttpClient} has since JDK 21, called on a client without being compiled against it. Where
 * they do not exist they do nothing, and nobody can call them.
 */
final class Lifecycle {

    private static final @Nullable MethodHandle SHUTDOWN = find("shutdown", void.class);
    private static final @Nullable MethodHandle SHUTDOWN_NOW = find("shutdownNow", void.class);
    private static final @Nullable MethodHandle CLOSE = find("close", void.class);
    private static final @Nullable MethodHandle IS_TERMINATED = find("isTerminated", boolean.class);
    private static final @Nullable MethodHandle AWAIT = find("awaitTermination", boolean.class, Duration.class);

    private Lifecycle() {}

    static void shutdown(HttpClient client) {
        call(SHUTDOWN, client);
    }

    static void shutdownNow(HttpClient client) {
        call(SHUTDOWN_NOW, client);
    }

    static void close(HttpClient client) {
        call(CLOSE, client);
    }

    static boolean isTerminated(HttpClient client) {
        return Boolean.TRUE.equals(call(IS_TERMINATED, client));
    }

    static boolean awaitTermination(HttpClient client, Duration limit) throws InterruptedException {
        return Boolean.TRUE.equals(call(AWAIT, client, limit));
    }

    private static @Nullable MethodHandle find(String name, Class<?> result, Class<?>... arguments) {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(HttpClient.class, name, MethodType.methodType(result, arguments));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    private static @Nullable Object call(@Nullable MethodHandle method, Object... arguments) {
        try {
            return method == null ? null : method.invokeWithArguments(arguments);
        } catch (Throwable t) {
            throw Lifecycle.<RuntimeException>asIs(t);
        }
    }

    /** What the client threw, checked or not, is thrown on. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // the cast is erased: the throwable stays what it is
    private static <X extends Throwable> X asIs(Throwable t) throws X {
        throw (X) t;
    }
}
