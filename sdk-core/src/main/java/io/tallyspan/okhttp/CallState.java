package io.tallyspan.okhttp;

import io.opentelemetry.context.Context;
import io.tallyspan.call.ObservedExchange;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * What the two interceptors tell each other about one call. Its requests over the wire follow one another, but the body
 * may be written, and the state read, on different threads.
 */
final class CallState {

    private final Context context;
    private volatile @Nullable ObservedExchange exchange;
    private volatile @Nullable RequestBody body;
    private volatile boolean waiting;
    private volatile boolean onWire;

    CallState(Context context) {
        this.context = context;
    }

    Context context() {
        return context;
    }

    /** The body as the application made it. */
    @Nullable
    RequestBody body() {
        return body;
    }

    void body(@Nullable RequestBody made) {
        body = made;
    }

    /** The exchange that the body being written belongs to. */
    @Nullable
    ObservedExchange exchange() {
        return exchange;
    }

    /** An exchange that was begun before a connection was there, because an interceptor wrote the body early. */
    void begunEarly(@Nullable ObservedExchange begun) {
        exchange = begun;
        waiting = begun != null;
    }

    /** The exchange begun early, if it still waits for the wire. */
    @Nullable
    ObservedExchange takeWaiting() {
        ObservedExchange early = waiting ? exchange : null;
        waiting = false;
        return early;
    }

    /** A request of this call is about to be written to a connection. */
    void onWire(@Nullable ObservedExchange begun) {
        exchange = begun;
        waiting = false;
        onWire = true;
    }

    boolean wasOnWire() {
        return onWire;
    }
}
