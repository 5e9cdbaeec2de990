package io.tallyspan.conformance.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.Result;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What would be billed by LangChain4j's own figures: those of its results, and those that a listener is told. */
final class NaiveCount implements ChatModelListener {

    private final Sum results = new Sum();
    private final Sum told = new Sum();

    /** Adds up; safe for use by several threads. */
    static final class Sum {
        private final AtomicLong input = new AtomicLong();
        private final AtomicLong output = new AtomicLong();

        private void add(@Nullable TokenUsage usage) {
            if (usage != null) {
                input.addAndGet(usage.inputTokenCount());
                output.addAndGet(usage.outputTokenCount());
            }
        }

        long input() {
            return input.get();
        }

        long output() {
            return output.get();
        }
    }

    @Override
    public void onResponse(ChatModelResponseContext context) {
        told.add(context.chatResponse().tokenUsage());
    }

    void result(Result<String> result) {
        results.add(result.tokenUsage());
    }

    /** The sum of {@code Result.tokenUsage()}. */
    Sum ofResults() {
        return results;
    }

    /** The sum of what a {@code ChatModelListener} on every model was told. */
    Sum ofListener() {
        return told;
    }
}
