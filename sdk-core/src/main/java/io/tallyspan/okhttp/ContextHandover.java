package io.tallyspan.okhttp;

import io.opentelemetry.context.Context;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.WeakIdentityMap;
import okhttp3.Call;
import okhttp3.EventListener;

/**
 * Remembers the context in which a call was made, for {@code enqueue} runs it on another thread. OkHttp asks its
 * event-listener factory for a listener while it makes the call, on the thread that makes it; clients derived by
 * {@code newBuilder()} keep the factory. The listener is that of the application's own factory, untouched.
 */
final class ContextHandover implements EventListener.Factory {

    private final EventListener.Factory application;
    private final Guard guard;
    private final WeakIdentityMap<Call, CallState> states;

    ContextHandover(EventListener.Factory application, Guard guard, WeakIdentityMap<Call, CallState> states) {
        this.application = application;
        this.guard = guard;
        this.states = states;
    }

    @Override
    public EventListener create(Call call) {
        guard.run(TallyspanOkHttp.PLACE, () -> states.put(call, new CallState(Context.current())));
        return application.create(call);
    }
}
