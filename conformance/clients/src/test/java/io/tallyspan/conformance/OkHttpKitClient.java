package io.tallyspan.conformance;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.okhttp.TallyspanOkHttp;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitRequests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/** OkHttp as people use it, with a retrying interceptor as SDKs built on it have one. */
final class OkHttpKitClient implements KitClient {

    private static final MediaType JSON = MediaType.get("application/json");

    private final ClientSetup setup;
    private final OkHttpClient client;

    OkHttpKitClient(ClientSetup setup) {
        this.setup = setup;
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .callTimeout(setup.timeout())
                .retryOnConnectionFailure(false)
                .addInterceptor(this::retrying);
        IOException failure = setup.failure();
        if (failure != null) {
            builder.addInterceptor(chain -> {
                throw failure;
            });
        }
        OkHttpClient wrapped = builder.build();
        boolean innermost = true;
        for (Tallyspan layer : setup.layers()) {
            wrapped = TallyspanOkHttp.create(layer)
                    .wrap(setup.handleLost() && !innermost ? throughTransport(wrapped) : wrapped);
            innermost = false;
        }
        client = wrapped;
    }

    /** A client whose transport is another client, which knows nothing of the call that it is asked for. */
    private static OkHttpClient throughTransport(OkHttpClient transport) {
        return new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    try (Scope scope = Context.root().makeCurrent()) {
                        return transport.newCall(chain.request()).execute();
                    }
                })
                .build();
    }

    private Response retrying(Interceptor.Chain chain) throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                Response response = chain.proceed(chain.request());
                if (response.code() < 400 || attempt == setup.retries()) {
                    return response;
                }
                response.close();
            } catch (IOException e) {
                if (attempt == setup.retries()) {
                    throw e;
                }
            }
        }
    }

    private Request request(String path, String body) {
        Request.Builder request =
                new Request.Builder().url(setup.url().resolve(path).toString()).post(RequestBody.create(body, JSON));
        setup.headers().forEach(request::header);
        return request.build();
    }

    private Call chatCall(String prompt) {
        return client.newCall(
                request(KitRequests.chatPath(setup.dialect()), KitRequests.chat(setup.dialect(), prompt)));
    }

    private static String text(Response response) throws IOException {
        try (response) {
            String body = response.body().string();
            if (response.code() >= 400) {
                throw new IOException("HTTP " + response.code());
            }
            return body;
        }
    }

    @Override
    public String chat(String prompt) throws IOException {
        return text(chatCall(prompt).execute());
    }

    @Override
    public CompletableFuture<String> chatAsync(String prompt) {
        Call call = chatCall(prompt);
        CompletableFuture<String> answer = new CompletableFuture<>();
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                answer.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call done, Response response) {
                try {
                    answer.complete(text(response));
                } catch (IOException | RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            }
        });
        var unused = answer.whenComplete((value, error) -> {
            if (error instanceof CancellationException) {
                call.cancel();
            }
        });
        return answer;
    }

    @Override
    public void stream(String prompt, Chunks chunks) throws IOException {
        String body = KitRequests.stream(setup.dialect(), prompt, setup.streamUsage());
        try (Response response = client.newCall(request(KitRequests.chatPath(setup.dialect()), body))
                .execute()) {
            BufferedSource source = response.body().source();
            if (response.code() >= 400) {
                throw new IOException(
                        "HTTP " + response.code() + source.readUtf8().isEmpty());
            }
            byte[] piece = new byte[8_192];
            for (int n = source.read(piece); n >= 0; n = source.read(piece)) {
                if (!chunks.next(new String(piece, 0, n, StandardCharsets.ISO_8859_1))) {
                    return;
                }
            }
        }
    }

    @Override
    public void embed(String input) throws IOException {
        String unused = text(client.newCall(request(KitRequests.EMBEDDINGS_PATH, KitRequests.embeddings(input)))
                .execute());
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
