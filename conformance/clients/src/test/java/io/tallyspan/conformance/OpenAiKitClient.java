package io.tallyspan.conformance;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIIoException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.openai.TallyspanOpenAi;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitRequests;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The official OpenAI client. */
final class OpenAiKitClient implements KitClient {

    private final ClientSetup setup;
    private final OpenAIClient client;

    OpenAiKitClient(ClientSetup setup) {
        this.setup = setup;
        OpenAIOkHttpClient.Builder builder = OpenAIOkHttpClient.builder()
                .baseUrl(setup.url() + "/v1")
                .apiKey("no-secret")
                .maxRetries(setup.retries())
                .timeout(setup.timeout());
        OldReleases.headers(setup).forEach(builder::putHeader);
        IOException failure = setup.failure();
        OpenAIClient wrapped = builder.build();
        if (failure != null) {
            wrapped = wrapped.withOptions(options -> options.httpClient(new Failing(failure)));
        }
        if (setup.handleLost()) {
            wrapped = loseHandles(wrapped);
        } else {
            for (Tallyspan layer : setup.layers()) {
                wrapped = TallyspanOpenAi.create(layer).wrap(wrapped);
            }
        }
        client = wrapped;
    }

    private OpenAIClient loseHandles(OpenAIClient bare) {
        List<Tallyspan> layers = setup.layers();
        HttpClient transport = OkHttpClient.builder().timeout(setup.timeout()).build();
        for (Tallyspan layer : layers.subList(0, layers.size() - 1)) {
            transport = new Rootless(TallyspanOpenAi.create(layer).wrap(transport));
        }
        HttpClient lossy = transport;
        return TallyspanOpenAi.create(layers.get(layers.size() - 1))
                .wrap(bare.withOptions(options -> options.httpClient(lossy)));
    }

    private record Failing(IOException failure) implements HttpClient {

        @Override
        public HttpResponse execute(HttpRequest request, RequestOptions options) {
            throw new OpenAIIoException("Request failed", failure);
        }

        @Override
        public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
            return CompletableFuture.failedFuture(new OpenAIIoException("Request failed", failure));
        }

        @Override
        public void close() {}
    }

    private record Rootless(HttpClient transport) implements HttpClient {

        @Override
        public HttpResponse execute(HttpRequest request, RequestOptions options) {
            try (Scope scope = Context.root().makeCurrent()) {
                return transport.execute(request, options);
            }
        }

        @Override
        public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
            try (Scope scope = Context.root().makeCurrent()) {
                return transport.executeAsync(request, options);
            }
        }

        @Override
        public void close() {
            transport.close();
        }
    }

    private static ChatCompletionCreateParams.Builder params(String prompt) {
        return ChatCompletionCreateParams.builder()
                .model(KitRequests.OPENAI_MODEL)
                .addUserMessage(prompt);
    }

    private static String text(ChatCompletion completion) {
        return completion.choices().get(0).message().content().orElse("");
    }

    @Override
    public String chat(String prompt) {
        return text(client.chat().completions().create(params(prompt).build()));
    }

    @Override
    public CompletableFuture<String> chatAsync(String prompt) {
        return client.async()
                .chat()
                .completions()
                .create(params(prompt).build())
                .thenApply(OpenAiKitClient::text);
    }

    @Override
    public void stream(String prompt, Chunks chunks) {
        ChatCompletionCreateParams.Builder params = params(prompt);
        if (setup.streamUsage()) {
            params.streamOptions(
                    ChatCompletionStreamOptions.builder().includeUsage(true).build());
        }
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params.build())) {
            for (Iterator<ChatCompletionChunk> i = stream.stream().iterator(); i.hasNext(); ) {
                String piece = i.next().choices().stream()
                        .map(choice -> choice.delta().content().orElse(""))
                        .findFirst()
                        .orElse("");
                if (!chunks.next(piece)) {
                    return;
                }
            }
        }
    }

    @Override
    public void embed(String input) {
        var unused = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .input(input)
                        .build());
    }

    @Override
    public void close() {
        client.close();
    }
}
