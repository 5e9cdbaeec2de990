package io.tallyspan.anthropic;

import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.stainless.SdkTargets;
import io.tallyspan.stainless.SdkWire;
import io.tallyspan.stainless.TappedOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** What anthropic-java's requests and responses say. */
final class AnthropicWire implements SdkWire<HttpRequest, HttpResponse> {

    private final String transportUrl;
    private final SdkTargets targets = new SdkTargets();
    private final RequestCopy copy = new RequestCopy();
    private final RequestBodies bodies = new RequestBodies();

    /** {@code transportUrl} is the base of requests that name none. */
    AnthropicWire(String transportUrl) {
        this.transportUrl = transportUrl;
    }

    @Override
    public RequestTarget target(HttpRequest request) throws Throwable {
        HttpRequestBody body = bodies.of(request);
        return targets.target(
                request.method().name(),
                baseUrl(request),
                request.pathSegments(),
                new SdkHeaders(request.headers(), body == null ? null : body.contentType()));
    }

    /** Most releases of 2.x leave the base URL to the transport, against what the method's signature says. */
    private String baseUrl(HttpRequest request) {
        @Nullable String url = request.baseUrl();
        return url == null ? transportUrl : url;
    }

    @Override
    public HttpRequest tapRequest(HttpRequest request, ObservedExchange exchange) throws Throwable {
        HttpRequestBody body = bodies.of(request);
        if (body == null) {
            exchange.requestBodyStart();
            exchange.requestBodyEnd();
            return request;
        }
        return copy.with(request, new TappedRequestBody(body, exchange));
    }

    @Override
    public void showBody(HttpRequest request, ObservedExchange exchange) throws Throwable {
        HttpRequestBody body = bodies.of(request);
        if (body != null && body.repeatable()) {
            exchange.requestBodyStart();
            body.writeTo(new TappedOutputStream(OutputStream.nullOutputStream(), exchange));
        }
    }

    @Override
    public HttpRequest withHeader(HttpRequest request, String name, String value) {
        return request.toBuilder().putHeader(name, value).build();
    }

    @Override
    public int status(HttpResponse response) {
        return response.statusCode();
    }

    @Override
    public Headers headers(HttpResponse response) {
        return new SdkHeaders(response.headers(), null);
    }

    @Override
    public HttpResponse tapResponse(HttpResponse response, ObservedExchange exchange) {
        return new ObservedResponse(response, exchange);
    }

    @Override
    public void close(HttpResponse response) {
        response.close();
    }
}
