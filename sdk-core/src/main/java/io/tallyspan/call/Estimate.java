package io.tallyspan.call;

import io.tallyspan.reader.AnswerText;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.reader.RequestText;
import io.tallyspan.runtime.Guard;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.TokenCounter;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts an exchange's tokens while its bodies pass, for the case that the provider does not state them: a stream that
 * was not asked for its usage, an answer without any, a prompt that Azure's filter refused and bills. Of an answer that
 * was cut nothing is estimated, for nobody knows how much more of it was made. Guarded by its exchange.
 */
final class Estimate {

    private static final Set<String> OPERATIONS = Set.of("chat", "text_completion", "generate_content", "embeddings");
    private static final String PLACE = "estimate";

    private final TokenCounter counter;
    private final Supplier<@Nullable String> model;
    private RequestText request;
    private @Nullable AnswerText answer;

    private Estimate(TokenCounter counter, Supplier<@Nullable String> model) {
        this.counter = counter;
        this.model = model;
        this.request = new RequestText(counter, model);
    }

    /** An estimate of an exchange with {@code endpoint}; null if there is nothing to estimate there. */
    static @Nullable Estimate of(Endpoint endpoint, @Nullable TokenCounter counter, Supplier<@Nullable String> model) {
        return counter == null
                        || endpoint.kind() != Endpoint.Kind.INFERENCE
                        || !OPERATIONS.contains(endpoint.operation())
                ? null
                : new Estimate(counter, model);
    }

    void requestStart() {
        request = new RequestText(counter, model);
    }

    void request(byte[] bytes, int offset, int length) {
        request.feed(bytes, offset, length);
    }

    /** What is to read the answer beside the format's own reader. */
    AnswerText answer() {
        AnswerText text = new AnswerText(counter, model);
        answer = text;
        return text;
    }

    /** What the exchange used by our own count; null if that is not called for, or nothing was counted. */
    @Nullable
    Usage usage(Endpoint endpoint, Verdict verdict, Guard guard) {
        if (!verdict.billed() || verdict.quality() != Quality.UNKNOWN) {
            return null;
        }
        boolean refused = verdict.outcome() == Outcome.ERROR;
        if (!refused && verdict.outcome() != Outcome.OK) {
            return null;
        }
        AnswerText text = answer;
        long output = text == null || refused ? -1 : text.tokens();
        for (Throwable failure : new @Nullable Throwable[] {request.failure(), text == null ? null : text.failure()}) {
            if (failure != null) {
                guard.swallow(PLACE, failure);
                return null;
            }
        }
        Usage.Builder usage = Usage.builder();
        if (request.tokens() >= 0) {
            usage.set(Unit.INPUT_TOKENS, request.tokens());
        }
        if (output >= 0 && endpoint.billedUnits().contains(Unit.OUTPUT_TOKENS)) {
            usage.set(Unit.OUTPUT_TOKENS, output);
        }
        Usage counted = usage.build();
        return counted.isEmpty() ? null : counted;
    }
}
