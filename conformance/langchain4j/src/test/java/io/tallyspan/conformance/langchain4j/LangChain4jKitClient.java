package io.tallyspan.conformance.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.tallyspan.Tallyspan;
import io.tallyspan.langchain4j.TallyspanLangChain4j;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** LangChain4j's models of one provider, as their builders make them of a given HTTP client. */
final class LangChain4jKitClient implements KitClient {

    /** Makes the models. A new builder of clients each time, for models set timeouts on it. */
    interface Models {

        ChatModel chat(ClientSetup setup, HttpClientBuilder http);

        StreamingChatModel streaming(ClientSetup setup, HttpClientBuilder http);

        EmbeddingModel embedding(ClientSetup setup, HttpClientBuilder http);
    }

    private final ClientSetup setup;
    private final Models models;
    private final Supplier<HttpClientBuilder> transport;

    /** Over LangChain4j's default transport. */
    LangChain4jKitClient(ClientSetup setup, Models models) {
        this(
                setup,
                models,
                () -> JdkHttpClient.builder()
                        .httpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)));
    }

    LangChain4jKitClient(ClientSetup setup, Models models, Supplier<HttpClientBuilder> transport) {
        this.setup = setup;
        this.models = models;
        this.transport = transport;
    }

    private HttpClientBuilder http() {
        HttpClientBuilder builder = transport.get();
        for (Tallyspan layer : setup.layers()) {
            builder = TallyspanLangChain4j.create(layer).wrap(builder);
        }
        return builder;
    }

    @Override
    public String chat(String prompt) {
        return models.chat(setup, http()).chat(prompt);
    }

    @Override
    public void embed(String input) {
        var unused = models.embedding(setup, http()).embed(input);
    }

    @Override
    public void stream(String prompt, Chunks chunks) throws Exception {
        CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        Runnable whenEnded = () -> end.complete(null);
        HttpClientBuilder http = new DecoratedBuilder(http(), client -> new EndTelling(client, whenEnded));
        models.streaming(setup, http).chat(prompt, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                // what it throws comes back as onError
                if (!chunks.next(piece.text())) {
                    context.streamingHandle().cancel();
                    end.complete(null); // after a cancel LangChain4j calls nothing more
                }
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                // the transport is still to end, and with it the exchange
            }

            @Override
            public void onError(Throwable error) {
                end.completeExceptionally(error);
            }
        });
        try {
            end.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
