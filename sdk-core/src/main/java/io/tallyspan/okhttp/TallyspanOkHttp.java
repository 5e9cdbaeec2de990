package io.tallyspan.okhttp;

import static java.util.Objects.requireNonNull;

import io.tallyspan.Tallyspan;
import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.WeakIdentityMap;
import okhttp3.Call;
import okhttp3.OkHttpClient;

/**
 * Observes clients of OkHttp 4.12 and 5.x. Sync and async calls, HTTP/1.1 and HTTP/2; each request over the wire is an
 * exchange, so that OkHttp's own retries and redirects are told apart. Attribution is that of the thread that makes the
 * call ({@code newCall}). Safe for use by several threads.
 */
public final class TallyspanOkHttp {

    static final String PLACE = "okhttp";

    private final ExchangeObserver observer;
    private final Guard guard;

    private TallyspanOkHttp(Tallyspan tallyspan) {
        this.observer = tallyspan.observer();
        this.guard = tallyspan.guard();
    }

    /** Wraps clients that report to {@code tallyspan}. */
    public static TallyspanOkHttp create(Tallyspan tallyspan) {
        return new TallyspanOkHttp(requireNonNull(tallyspan, "tallyspan"));
    }

    /**
     * An observed client that shares connections, dispatcher and cache with {@code client}. Clients derived from it by
     * {@code newBuilder()} are observed too; one that is given another event-listener factory takes the attribution of
     * async calls from the thread that runs them. A client that is observed already is returned as it is.
     */
    public OkHttpClient wrap(OkHttpClient client) {
        requireNonNull(client, "client");
        try {
            return isObserved(client) ? client : observed(client);
        } catch (LinkageError e) {
            guard.swallow(PLACE, e);
            return client;
        }
    }

    private static boolean isObserved(OkHttpClient client) {
        return client.interceptors().stream().anyMatch(CallInterceptor.class::isInstance);
    }

    private OkHttpClient observed(OkHttpClient client) {
        WeakIdentityMap<Call, CallState> states = new WeakIdentityMap<>();
        Exchanges exchanges = new Exchanges(observer, guard, states);
        OkHttpClient.Builder builder = client.newBuilder();
        builder.interceptors().add(0, new CallInterceptor(exchanges));
        builder.networkInterceptors().add(new WireInterceptor(exchanges));
        builder.eventListenerFactory(new ContextHandover(client.eventListenerFactory(), guard, states));
        return builder.build();
    }
}
