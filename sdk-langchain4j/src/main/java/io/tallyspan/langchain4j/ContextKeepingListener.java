package io.tallyspan.langchain4j;

import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * Makes a context current around every call of a listener, one after the other, whatever the thread; what the listener
 * throws goes on.
 */
final class ContextKeepingListener implements ServerSentEventListener {

    private final Context context;
    private final ServerSentEventListener listener;

    ContextKeepingListener(Context context, ServerSentEventListener listener) {
        this.context = context;
        this.listener = listener;
    }

    @Override
    public void onOpen(SuccessfulHttpResponse response) {
        try (Scope scope = ThreadMark.on(context).makeCurrent()) {
            listener.onOpen(response);
        }
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext eventContext) {
        try (Scope scope = ThreadMark.on(context).makeCurrent()) {
            listener.onEvent(event, eventContext);
        }
    }

    @Override
    public void onEvent(ServerSentEvent event) {
        try (Scope scope = ThreadMark.on(context).makeCurrent()) {
            listener.onEvent(event);
        }
    }

    @Override
    public void onError(Throwable error) {
        try (Scope scope = ThreadMark.on(context).makeCurrent()) {
            listener.onError(error);
        }
    }

    @Override
    public void onClose() {
        try (Scope scope = ThreadMark.on(context).makeCurrent()) {
            listener.onClose();
        }
    }
}
