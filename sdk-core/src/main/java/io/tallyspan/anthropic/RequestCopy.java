package io.tallyspan.anthropic;

import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpMethod;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.QueryParams;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies a request with another body. The builder would copy every header and query parameter twice, which costs more
 * than all the rest of an observation; the constructor that it calls in the end is reachable under a synthetic
 * signature. Where it is not, the builder does.
 */
final class RequestCopy {

    private final @Nullable MethodHandle constructor = find();

    HttpRequest with(HttpRequest request, HttpRequestBody body) throws Throwable {
        return constructor == null
                ? request.toBuilder().body(body).build()
                : (HttpRequest) constructor.invokeExact(
                        request.method(),
                        request.baseUrl(),
                        request.pathSegments(),
                        request.headers(),
                        request.queryParams(),
                        body);
    }

    private static @Nullable MethodHandle find() {
        for (Constructor<?> candidate : HttpRequest.class.getConstructors()) {
            Class<?>[] types = candidate.getParameterTypes();
            if (types.length == 7
                    && types[0] == HttpMethod.class
                    && types[1] == String.class
                    && types[2] == List.class
                    && types[3] == Headers.class
                    && types[4] == QueryParams.class
                    && types[5] == HttpRequestBody.class) {
                try {
                    MethodHandle handle = MethodHandles.publicLookup().unreflectConstructor(candidate);
                    return MethodHandles.insertArguments(handle, 6, (Object) null);
                } catch (IllegalAccessException e) {
                    return null;
                }
            }
        }
        return null;
    }
}
