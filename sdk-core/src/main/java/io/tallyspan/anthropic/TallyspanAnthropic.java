package io.tallyspan.anthropic;

import static java.util.Objects.requireNonNull;

import com.anthropic.backends.Backend;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import io.tallyspan.Tallyspan;
import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.runtime.Guard;
import io.tallyspan.stainless.CapturedCalls;
import io.tallyspan.stainless.PrivateField;
import io.tallyspan.stainless.RetryContexts;
import io.tallyspan.stainless.SdkExchanges;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * Observes clients of anthropic-java 2.2.0 or newer: every attempt, sync, async and streaming, with raw responses or
 * without. The GenAI spans that the SDK makes since 3.0.0 stay as they are. Safe for use by several threads.
 */
public final class TallyspanAnthropic {

    private static final String PLACE = "anthropic";
    private static final String PUBLIC_API = "https://api.anthropic.com";
    private static final String HOLDERS = "com.anthropic.core.http.PhantomReachable";
    private static final String MEND =
            "This release of anthropic-java differs from those that Tallyspan knows; build the client with"
                    + " ClientOptions.builder().httpClient(TallyspanAnthropic.create(tallyspan).wrap(httpClient)) instead";
    private static final PrivateField TRANSPORT = new PrivateField("httpClient", MEND);
    private static final PrivateField EXECUTOR = new PrivateField("completionExecutor", MEND);

    private final ExchangeObserver observer;
    private final Guard guard;
    private final CapturedCalls calls;

    private TallyspanAnthropic(Tallyspan tallyspan) {
        this.observer = tallyspan.observer();
        this.guard = tallyspan.guard();
        this.calls = new CapturedCalls(PLACE, guard, "com.anthropic.", (builder, context) -> {
            if (TRANSPORT.get(builder, HttpClient.class) instanceof ObservingHttpClient observing) {
                TRANSPORT.set(builder, observing.in(context));
            }
        });
    }

    /** Wraps clients that report to {@code tallyspan}. */
    public static TallyspanAnthropic create(Tallyspan tallyspan) {
        return new TallyspanAnthropic(requireNonNull(tallyspan, "tallyspan"));
    }

    /**
     * An observed client that shares everything with {@code client}: closing either closes both. Its async view and
     * every client derived from it are observed too. A client that is observed already is returned as it is.
     *
     * @throws IllegalStateException if this release of anthropic-java hides its transport; the message says what to do
     */
    public AnthropicClient wrap(AnthropicClient client) {
        requireNonNull(client, "client");
        return fitting(client, c -> {
            AtomicBoolean complete = new AtomicBoolean();
            AnthropicClient observed = c.withOptions(options -> complete.set(isComplete(options)));
            if (keepsContext()) {
                return complete.get() ? c : observed;
            }
            return complete.get() && CapturedCalls.isWrapped(c) ? c : calls.wrap(AnthropicClient.class, observed);
        });
    }

    /**
     * As {@link #wrap(AnthropicClient)}. The attribution of an async call is that of the thread that made it, when it
     * made it.
     */
    public AnthropicClientAsync wrap(AnthropicClientAsync client) {
        requireNonNull(client, "client");
        return fitting(client, c -> {
            AtomicBoolean complete = new AtomicBoolean();
            AnthropicClientAsync observed = c.withOptions(options -> complete.set(isComplete(options)));
            if (keepsContext()) {
                return complete.get() ? c : observed;
            }
            return complete.get() && CapturedCalls.isWrapped(c) ? c : calls.wrap(AnthropicClientAsync.class, observed);
        });
    }

    /**
     * An observed transport, for clients that are built from {@link ClientOptions}. An async call made through it takes
     * its attribution from the thread that sends, which the SDK chooses; {@link #wrap(AnthropicClientAsync)} the client
     * instead, not as well, if it makes any.
     */
    public HttpClient wrap(HttpClient transport) {
        requireNonNull(transport, "transport");
        return transport instanceof ObservingHttpClient ? transport : fitting(transport, this::observing);
    }

    /** Makes the options observe; true if they did before, so that the client they came from will do. */
    private boolean isComplete(ClientOptions.Builder builder) {
        HttpClient transport = TRANSPORT.get(builder, HttpClient.class);
        boolean observed = isObserved(transport);
        if (!observed) {
            // Past the setter: it ties the transport to the new client's life, so that collecting the new client would
            // close the transport under the old one.
            TRANSPORT.set(builder, observing(transport));
        }
        boolean keeps =
                !keepsContext() || ContextKeepingExecutor.isInstalled(builder, EXECUTOR.get(builder, Executor.class));
        return observed && keeps;
    }

    /** Newer releases run the asynchronous part of a call on an executor that can be set; older ones need proxies. */
    private static boolean keepsContext() {
        return Arrays.stream(ClientOptions.Builder.class.getMethods())
                .anyMatch(method -> method.getName().equals("completionExecutor"));
    }

    private static boolean isObserved(HttpClient transport) {
        return PrivateField.chain(transport, HttpClient.class, HOLDERS).anyMatch(ObservingHttpClient.class::isInstance);
    }

    private HttpClient observing(HttpClient transport) {
        SdkExchanges<HttpRequest, HttpResponse> exchanges =
                new SdkExchanges<>(PLACE, observer, guard, new AnthropicWire(baseUrl(transport)));
        return new ObservingHttpClient(transport, exchanges, new RetryContexts<>(RequestOptions.none()), null);
    }

    private static String baseUrl(HttpClient transport) {
        return PrivateField.chain(transport, HttpClient.class, HOLDERS)
                .map(link -> PrivateField.within(link, Backend.class))
                .filter(Objects::nonNull)
                .findFirst()
                .map(Backend::baseUrl)
                .orElse(PUBLIC_API);
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
