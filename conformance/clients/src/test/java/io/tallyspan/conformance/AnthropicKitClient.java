package io.tallyspan.conformance;

import com.anthropic.backends.AnthropicBackend;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.client.okhttp.OkHttpClient;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.anthropic.TallyspanAnthropic;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitRequests;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The official Anthropic client. */
final class AnthropicKitClient implements KitClient {

    private final ClientSetup setup;
    private final AnthropicClient client;

    AnthropicKitClient(ClientSetup setup) {
        this.setup = setup;
        AnthropicOkHttpClient.Builder builder = AnthropicOkHttpClient.builder()
                .baseUrl(setup.url().toString())
                .apiKey("no-secret")
                .maxRetries(setup.retries())
                .timeout(setup.timeout());
        OldReleases.headers(setup).forEach(builder::putHeader);
        IOException failure = setup.failure();
        AnthropicClient wrapped = builder.build();
        if (failure != null) {
            wrapped = wrapped.withOptions(options -> options.httpClient(new Failing(failure)));
        }
        if (setup.handleLost()) {
            wrapped = loseHandles(wrapped);
        } else {
            for (Tallyspan layer : setup.layers()) {
                wrapped = TallyspanAnthropic.create(layer).wrap(wrapped);
            }
        }
        client = wrapped;
    }

    private AnthropicClient loseHandles(AnthropicClient bare) {
        List<Tallyspan> layers = setup.layers();
        HttpClient transport = OkHttpClient.builder()
                .timeout(setup.timeout())
                .backend(AnthropicBackend.builder()
                        .apiKey("no-secret")
                        .baseUrl(setup.url().toString())
                        .build())
                .build();
        for (Tallyspan layer : layers.subList(0, layers.size() - 1)) {
            transport = new Rootless(TallyspanAnthropic.create(layer).wrap(transport));
        }
        HttpClient lossy = transport;
        return TallyspanAnthropic.create(layers.get(layers.size() - 1))
                .wrap(bare.withOptions(options -> options.httpClient(lossy)));
    }

    private record Failing(IOException failure) implements HttpClient {

        @Override
        public HttpResponse execute(HttpRequest request, RequestOptions options) {
            throw new AnthropicIoException("Request failed", failure);
        }

        @Override
        public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
            return CompletableFuture.failedFuture(new AnthropicIoException("Request failed", failure));
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

    private static MessageCreateParams params(String prompt) {
        return MessageCreateParams.builder()
                .model(KitRequests.ANTHROPIC_MODEL)
                .maxTokens(1_000)
                .addUserMessage(prompt)
                .build();
    }

    private static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(text -> text.text())
                .collect(Collectors.joining());
    }

    @Override
    public String chat(String prompt) {
        return text(client.messages().create(params(prompt)));
    }

    @Override
    public CompletableFuture<String> chatAsync(String prompt) {
        return client.async().messages().create(params(prompt)).thenApply(AnthropicKitClient::text);
    }

    @Override
    public void stream(String prompt, Chunks chunks) {
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(params(prompt))) {
            for (Iterator<RawMessageStreamEvent> i = stream.stream().iterator(); i.hasNext(); ) {
                String piece = i.next()
                        .contentBlockDelta()
                        .flatMap(event -> event.delta().text())
                        .map(text -> text.text())
                        .orElse("");
                if (!chunks.next(piece)) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
