package io.tallyspan.conformance.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;

/** What would be billed by Spring AI's own figures: those of the answers, and those of its observations. */
final class NaiveCount implements ObservationHandler<ChatModelObservationContext> {

    private final Sum answers = new Sum();
    private final Sum observations = new Sum();

    /** Adds up; safe for use by several threads. */
    static final class Sum {
        private final AtomicLong input = new AtomicLong();
        private final AtomicLong output = new AtomicLong();

        private void add(@Nullable ChatResponse response) {
            if (response == null || response.getMetadata() == null) {
                return;
            }
            Usage usage = response.getMetadata().getUsage();
            if (usage != null) {
                input.addAndGet(usage.getPromptTokens() == null ? 0 : usage.getPromptTokens());
                output.addAndGet(usage.getCompletionTokens() == null ? 0 : usage.getCompletionTokens());
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
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ChatModelObservationContext;
    }

    @Override
    public void onStop(ChatModelObservationContext context) {
        observations.add(context.getResponse());
    }

    @Nullable
    ChatResponse answer(@Nullable ChatResponse response) {
        answers.add(response);
        return response;
    }

    /** The sum of {@code ChatResponse.getMetadata().getUsage()}. */
    Sum ofAnswers() {
        return answers;
    }

    /** The sum of what the observations of chat models hold. */
    Sum ofObservations() {
        return observations;
    }
}
