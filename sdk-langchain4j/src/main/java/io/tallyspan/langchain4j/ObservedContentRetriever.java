package io.tallyspan.langchain4j;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.runtime.Guard;
import java.util.List;

/** Retrieves in the context of the AI service's call that asks, on whichever thread. */
final class ObservedContentRetriever implements ContentRetriever {

    private final ContentRetriever retriever;
    private final Guard guard;

    ObservedContentRetriever(ContentRetriever retriever, Guard guard) {
        this.retriever = retriever;
        this.guard = guard;
    }

    @Override
    public List<Content> retrieve(Query query) {
        Context context = guard.ask(
                AiServiceCalls.PLACE,
                () -> {
                    Metadata metadata = query.metadata();
                    return AiServiceInvocation.contextOf(metadata == null ? null : metadata.invocationContext());
                },
                Context::current);
        try (Scope scope = context.makeCurrent()) {
            return retriever.retrieve(query);
        }
    }
}
