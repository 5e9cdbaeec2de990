package io.tallyspan.jdkhttp;

import static java.util.Objects.requireNonNull;

import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.runtime.Guard;
import java.net.http.HttpClient;

/**
 * Observes clients of {@code java.net.http}: sync and async, with every body handler. Attribution is that of the thread
 * that calls {@code send} or {@code sendAsync}. Redirects, authentication rounds and the resending that the client does
 * by itself are one exchange, for the JDK shows its callers no more. Safe for use by several threads.
 */
public final class TallyspanHttpClient {

    static final String PLACE = "jdkhttp";

    private final ExchangeObserver observer;
    private final Guard guard;

    TallyspanHttpClient(ExchangeObserver observer, Guard guard) {
        this.observer = observer;
        this.guard = guard;
    }

    /**
     * An observed client that sends through {@code client}; closing it, where the JDK's clients can be closed, closes
     * {@code client}. A client that is observed already is returned as it is.
     */
    public HttpClient wrap(HttpClient client) {
        requireNonNull(client, "client");
        return client instanceof ObservingHttpClient
                ? client
                : new ObservingHttpClient(client, new Exchanges(observer, guard));
    }
}
