package io.tallyspan.openai;

import static java.util.Objects.requireNonNull;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.core.ClientOptions;
import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import io.tallyspan.Tallyspan;
import io.tallyspan.runtime.Guard;
import io.tallyspan.stainless.CapturedCalls;
import io.tallyspan.stainless.PrivateField;
import io.tallyspan.stainless.RetryContexts;
import io.tallyspan.stainless.SdkExchanges;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * Observes clients of openai-java 4.0.0 or newer, of OpenAI, Azure OpenAI or any compatible provider: every attempt,
 * sync, async and streaming, with raw responses or without. Safe for use by several threads.
 */
public final class TallyspanOpenAi {

    private static final String PLACE = "openai";
    private static final PrivateField TRANSPORT = new PrivateField(
            "httpClient",
            "This release of openai-java differs from those that Tallyspan knows; build the client with"
                    + " ClientOptions.builder().httpClient(TallyspanOpenAi.create(tallyspan).wrap(httpClient)) instead");

    private final Guard guard;
    private final SdkExchanges<HttpRequest, HttpResponse> exchanges;
    private final CapturedCalls calls;

    private TallyspanOpenAi(Tallyspan tallyspan) {
        this.guard = tallyspan.guard();
        this.exchanges = new SdkExchanges<>(PLACE, tallyspan.observer(), guard, new OpenAiWire());
        this.calls = new CapturedCalls(PLACE, guard, "com.openai.", (builder, context) -> {
            if (TRANSPORT.get(builder, HttpClient.class) instanceof ObservingHttpClient observing) {
                TRANSPORT.set(builder, observing.in(context));
            }
        });
    }

    /** Wraps clients that report to {@code tallyspan}. */
    public static TallyspanOpenAi create(Tallyspan tallyspan) {
        return new TallyspanOpenAi(requireNonNull(tallyspan, "tallyspan"));
    }

    /**
     * An observed client that shares everything with {@code client}: closing either closes both. Its async view and
     * every client derived from it are observed too. A client that is observed already is returned as it is.
     *
     * @throws IllegalStateException if this release of openai-java hides its transport; the message says what to do
     */
    public OpenAIClient wrap(OpenAIClient client) {
        requireNonNull(client, "client");
        return fitting(client, c -> {
            AtomicBoolean complete = new AtomicBoolean();
            OpenAIClient observed = c.withOptions(options -> complete.set(isComplete(options)));
            return complete.get() && CapturedCalls.isWrapped(c) ? c : calls.wrap(OpenAIClient.class, observed);
        });
    }

    /**
     * As {@link #wrap(OpenAIClient)}. The attribution of an async call is that of the thread that made it, when it made
     * it.
     */
    public OpenAIClientAsync wrap(OpenAIClientAsync client) {
        requireNonNull(client, "client");
        return fitting(client, c -> {
            AtomicBoolean complete = new AtomicBoolean();
            OpenAIClientAsync observed = c.withOptions(options -> complete.set(isComplete(options)));
            return complete.get() && CapturedCalls.isWrapped(c) ? c : calls.wrap(OpenAIClientAsync.class, observed);
        });
    }

    /**
     * An observed transport, for clients that are built from {@link ClientOptions}. An async call made through it takes
     * its attribution from the thread that sends, which the SDK chooses; {@link #wrap(OpenAIClientAsync)} the client
     * instead, not as well, if it makes any.
     */
    public HttpClient wrap(HttpClient transport) {
        requireNonNull(transport, "transport");
        return transport instanceof ObservingHttpClient ? transport : fitting(transport, this::observing);
    }

    /** Makes the options observe; true if they did before, so that the client they came from will do. */
    private boolean isComplete(ClientOptions.Builder builder) {
        HttpClient transport = TRANSPORT.get(builder, HttpClient.class);
        if (isObserved(transport)) {
            return true;
        }
        // Past the setter: it ties the transport to the new client's life, so that collecting the new client would
        // close the transport under the old one.
        TRANSPORT.set(builder, observing(transport));
        return false;
    }

    private static boolean isObserved(HttpClient transport) {
        return PrivateField.chain(transport, HttpClient.class, "com.openai.core.http.PhantomReachable")
                .anyMatch(ObservingHttpClient.class::isInstance);
    }

    private HttpClient observing(HttpClient transport) {
        RetryContexts<RequestOptions> retries = new RetryContexts<>(RequestOptions.none());
        return opensWebSockets(transport)
                ? new ObservingWebSocketHttpClient(transport, exchanges, retries, null)
                : new ObservingHttpClient(transport, exchanges, retries, null);
    }

    private static boolean opensWebSockets(HttpClient transport) {
        try {
            return Class.forName("com.openai.core.http.WebSocketClient", false, HttpClient.class.getClassLoader())
                    .isInstance(transport);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private <T> T fitting(T client, UnaryOperator<T> wrap) {
        try {
            return wrap.apply(client);
        } catch (LinkageError e) {
            guard.swallow(PLACE, e);
            return client;
        }
    }
}
