package io.tallyspan.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A transport without a network: writes the request to nowhere and answers with the same chat completion, each under an
 * id of its own, as a provider would; equal ids would be taken for replays and cost less.
 */
final class CannedTransport implements HttpClient {

    private static final int ID_DIGITS = 12;

    private final byte[] template = Bodies.chatCompletion();
    private final int idEnd = Bodies.endOfId(template);
    private final Headers headers = Headers.builder()
            .put("content-type", "application/json")
            .put("x-request-id", "req_0123456789abcdef0123456789abcdef")
            .build();
    private final AtomicLong answers = new AtomicLong();

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        try (HttpRequestBody body = request.body()) {
            if (body != null) {
                body.writeTo(OutputStream.nullOutputStream());
            }
        }
        byte[] answer = template.clone();
        byte[] digits =
                Long.toString(1_000_000_000_000L + answers.getAndIncrement()).getBytes(US_ASCII);
        System.arraycopy(digits, digits.length - ID_DIGITS, answer, idEnd - ID_DIGITS, ID_DIGITS);
        return new Canned(new ByteArrayInputStream(answer), headers);
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        return CompletableFuture.completedFuture(execute(request, options));
    }

    @Override
    public void close() {}

    private record Canned(InputStream body, Headers headers) implements HttpResponse {

        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public void close() {}
    }
}
