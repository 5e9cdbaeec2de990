package io.tallyspan.anthropic;

import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body. {@code HttpRequest.body()} returned the body or null up to 2.x of the SDK and returns an
 * {@link Optional} since 3.0.0, so that a call compiled against one is a {@link NoSuchMethodError} with the other.
 */
final class RequestBodies {

    private final MethodHandle body;

    RequestBodies() {
        body = find();
    }

    @Nullable
    HttpRequestBody of(HttpRequest request) throws Throwable {
        Object value = (Object) body.invokeExact(request);
        return value instanceof Optional<?> optional
                ? (HttpRequestBody) optional.orElse(null)
                : (HttpRequestBody) value;
    }

    private static MethodHandle find() {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        MethodType generic = MethodType.methodType(Object.class, HttpRequest.class);
        try {
            try {
                return lookup.findVirtual(HttpRequest.class, "body", MethodType.methodType(Optional.class))
                        .asType(generic);
            } catch (NoSuchMethodException older) {
                return lookup.findVirtual(HttpRequest.class, "body", MethodType.methodType(HttpRequestBody.class))
                        .asType(generic);
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("HttpRequest.body() returns neither Optional nor HttpRequestBody", e);
        }
    }
}
