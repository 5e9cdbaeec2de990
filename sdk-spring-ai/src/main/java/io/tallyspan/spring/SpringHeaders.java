package io.tallyspan.spring;

import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import java.net.URI;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/** The headers of Spring's requests and responses. */
record SpringHeaders(HttpHeaders headers) implements Headers {

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    @Override
    public @Nullable String first(String name) {
        return headers.getFirst(name);
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        headers.forEach((name, values) -> values.forEach(value -> consumer.accept(name, value)));
    }

    /** Where a request goes. */
    static RequestTarget target(HttpMethod method, URI url, HttpHeaders headers) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        String path = url.getRawPath();
        int port = url.getPort();
        if (port < 0) {
            port = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        }
        return new RequestTarget(
                method.name(),
                scheme,
                url.getHost().toLowerCase(Locale.ROOT),
                port,
                path == null || path.isEmpty() ? "/" : path,
                new SpringHeaders(headers));
    }
}
