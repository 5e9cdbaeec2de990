package io.tallyspan.openai;

import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.stainless.SdkTargets;
import io.tallyspan.stainless.SdkWire;

/** What openai-java's requests and responses say. */
final class OpenAiWire implements SdkWire<HttpRequest, HttpResponse> {

    private final SdkTargets targets = new SdkTargets();
    private final RequestCopy copy = new RequestCopy();

    @Override
    public RequestTarget target(HttpRequest request) {
        return targets.target(
                request.method().name(), request.baseUrl(), request.pathSegments(), new SdkHeaders(request.headers()));
    }

    @Override
    public HttpRequest tapRequest(HttpRequest request, ObservedExchange exchange) throws Throwable {
        HttpRequestBody body = request.body();
        return body == null ? request : copy.with(request, new TappedRequestBody(body, exchange));
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
        return new SdkHeaders(response.headers());
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
