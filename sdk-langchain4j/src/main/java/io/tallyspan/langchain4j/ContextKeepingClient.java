package io.tallyspan.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.opentelemetry.context.Context;

/**
 * Tells a stream's events in the context of whoever asked for the stream: they come on the transport's threads, and in
 * LangChain4j the next call of a tool loop is made there.
 */
final class ContextKeepingClient implements HttpClient {

    private final HttpClient client;

    ContextKeepingClient(HttpClient client) {
        this.client = client;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        return client.execute(request);
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventListener listener) {
        client.execute(request, new ContextKeepingListener(Context.current(), listener));
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        client.execute(request, parser, new ContextKeepingListener(Context.current(), listener));
    }
}
