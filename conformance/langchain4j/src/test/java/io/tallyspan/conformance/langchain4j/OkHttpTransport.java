package io.tallyspan.conformance.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A transport of LangChain4j's that is not over {@code java.net.http}: it behaves as its others do. */
final class OkHttpTransport implements HttpClient {

    private final OkHttpClient client;

    private OkHttpTransport(OkHttpClient client) {
        this.client = client;
    }

    /** Builds them. */
    static final class Builder implements HttpClientBuilder {
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration readTimeout = Duration.ofSeconds(60);

        @Override
        public Duration connectTimeout() {
            return connectTimeout;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        @Override
        public Duration readTimeout() {
            return readTimeout;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration timeout) {
            readTimeout = timeout;
            return this;
        }

        @Override
        public HttpClient build() {
            return new OkHttpTransport(new OkHttpClient.Builder()
                    .retryOnConnectionFailure(false)
                    .connectTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS)
                    .readTimeout(readTimeout.toMillis(), TimeUnit.MILLISECONDS)
                    .build());
        }
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        try (Response response = client.newCall(translated(request)).execute()) {
            String body = response.body() == null ? "" : response.body().string();
            if (!response.isSuccessful()) {
                throw new HttpException(response.code(), body);
            }
            return translated(response, body);
        } catch (IOException e) {
            throw translated(e);
        }
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        client.newCall(translated(request)).enqueue(new Callback() {
            @Override
            public void onResponse(Call call, Response response) throws IOException {
                try (response;
                        InputStream body = response.body() == null
                                ? InputStream.nullInputStream()
                                : response.body().byteStream()) {
                    if (!response.isSuccessful()) {
                        listener.onError(new HttpException(response.code(), new String(body.readAllBytes(), UTF_8)));
                        return;
                    }
                    listener.onOpen(translated(response, null));
                    parser.parse(body, listener);
                    listener.onClose();
                }
            }

            @Override
            public void onFailure(Call call, IOException e) {
                listener.onError(translated(e));
            }
        });
    }

    private static RuntimeException translated(IOException failure) {
        return failure instanceof InterruptedIOException
                ? new TimeoutException(failure)
                : new IllegalStateException(failure);
    }

    private static Request translated(HttpRequest request) {
        Request.Builder builder = new Request.Builder().url(request.url());
        request.headers().forEach((name, values) -> values.forEach(value -> builder.addHeader(name, value)));
        String body = request.body();
        return builder.method(
                        request.method().name(),
                        body == null
                                ? null
                                : RequestBody.create(body.getBytes(UTF_8), MediaType.get("application/json")))
                .build();
    }

    private static SuccessfulHttpResponse translated(Response response, @Nullable String body) {
        return SuccessfulHttpResponse.builder()
                .statusCode(response.code())
                .headers(response.headers().toMultimap())
                .body(body)
                .build();
    }
}
