package io.tallyspan.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.observability.api.event.AiServiceRequestIssuedEvent;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the context of an AI service's call to the streaming model: a {@code TokenStream}, or whatever an adapter
 * makes of it, is started by whoever consumes it, on a thread and at a time of its own. LangChain4j tells of each
 * request, with its invocation, just before it hands it to the model on the same thread.
 */
final class IssuedRequests {

    private static final ThreadLocal<@Nullable Context> ISSUED = new ThreadLocal<>();

    private IssuedRequests() {}

    /** A request that goes to the model next, from this thread. */
    static void issue(AiServiceRequestIssuedEvent event) {
        ISSUED.set(AiServiceInvocation.contextOf(event.invocationContext()));
    }

    /** A request that was issued on this thread went to a model that does not stream. */
    static void forget() {
        ISSUED.remove();
    }

    static StreamingChatModel observing(StreamingChatModel model) {
        return model instanceof InContext ? model : new InContext(model);
    }

    private static void inContext(Runnable chat) {
        Context context = ISSUED.get();
        ISSUED.remove();
        if (context == null) {
            chat.run();
            return;
        }
        try (Scope scope = context.makeCurrent()) {
            chat.run();
        }
    }

    /** The model of an AI service, which nobody but that service calls. */
    private static final class InContext implements StreamingChatModel {

        private final StreamingChatModel model;

        InContext(StreamingChatModel model) {
            this.model = model;
        }

        @Override
        public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
            inContext(() -> model.chat(request, handler));
        }

        @Override
        public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
            inContext(() -> model.chat(request, options, handler));
        }

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            inContext(() -> model.doChat(request, handler));
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return model.defaultRequestParameters();
        }

        @Override
        public List<ChatModelListener> listeners() {
            return model.listeners();
        }

        @Override
        public ModelProvider provider() {
            return model.provider();
        }

        @Override
        public Set<Capability> supportedCapabilities() {
            return model.supportedCapabilities();
        }
    }
}
