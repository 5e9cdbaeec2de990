package io.tallyspan.openai;

import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.StreamUsage;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.stainless.SdkTargets;
import io.tallyspan.stainless.SdkWire;
import io.tallyspan.stainless.TappedOutputStream;
import java.io.OutputStream;

/** What openai-java's requests and responses say. */
final class OpenAiWire implements SdkWire<HttpRequest, HttpResponse> {

    private final SdkTargets targets = new SdkTargets();
    private final RequestCopy copy = new RequestCopy();

    @Override
    public RequestTarget target(HttpRequest request) throws Throwable {
        HttpRequestBody body = request.body();
        return targets.target(
                request.method().name(),
                request.baseUrl(),
                request.pathSegments(),
                new SdkHeaders(request.headers(), body == null ? null : body.contentType()));
    }

    @Override
    public HttpRequest tapRequest(HttpRequest request, ObservedExchange exchange) throws Throwable {
        HttpRequestBody body = request.body();
        if (body == null) {
            exchange.requestBodyStart();
            exchange.requestBodyEnd();
            return request;
        }
        HttpRequestBody asking = AskingRequestBody.of(body, exchange);
        return copy.with(request, asking == null ? new TappedRequestBody(body, exchange) : asking);
    }

    @Override
    public void showBody(HttpRequest request, ObservedExchange exchange) throws Throwable {
        HttpRequestBody body = request.body();
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
        StreamUsage usage = exchange.streamUsage();
        return new ObservedResponse(
                response, exchange, usage == null ? null : usage.filter(response.statusCode(), headers(response)));
    }

    @Override
    public void close(HttpResponse response) {
        response.close();
    }
}
