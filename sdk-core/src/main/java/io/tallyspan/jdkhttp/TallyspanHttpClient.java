package io.tallyspan.jdkhttp;

import static java.util.Objects.requireNonNull;

import io.tallyspan.Tallyspan;
import java.net.http.HttpClient;

/**
 * Observes clients of {@code java.net.http}: sync and async, with every body handler. Attribution is that of the thread
 * that calls {@code send} or {@code sendAsync}. Redirects, authentication rounds and the resending that the client does
 * by itself are one exchange, for the JDK shows its callers no more. Safe for use by several threads.
 */
public final class TallyspanHttpClient {

    static final String PLACE = "jdkhttp";

    private final Exchanges exchanges;

    private TallyspanHttpClient(Tallyspan tallyspan) {
        this.exchanges = new Exchanges(tallyspan.observer(), tallyspan.guard());
    }

    /** Wraps clients that report to {@code tallyspan}. */
    public static TallyspanHttpClient create(Tallyspan tallyspan) {
        return new TallyspanHttpClient(requireNonNull(tallyspan, "tallyspan"));
    }

    /**
     * An observed client that sends through {@code client}; closing it, where the JDK's clients can be closed, closes
     * {@code client}. A client that is observed already is returned as it is.
     */
    public HttpClient wrap(HttpClient client) {
        requireNonNull(client, "client");
        return client instanceof ObservingHttpClient ? client : new ObservingHttpClient(client, exchanges);
    }
}
