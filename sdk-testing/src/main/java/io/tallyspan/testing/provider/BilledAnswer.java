package io.tallyspan.testing.provider;

import static java.util.Objects.requireNonNull;

import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One line of the provider's books: an answer that it bills.
 *
 * @param model the model that answered
 * @param requestModel the model asked for
 * @param responseId the answer's id; null where the API gives none
 * @param requestId the request's id, as in the answer's header
 * @param seed whose request it was, see {@link FakeProvider#SEED_HEADER}
 * @param usage what it cost, normalised
 * @param observable whether the final usage was delivered to the client's process; where it was not, no observer there
 *     can know the figures
 */
public record BilledAnswer(
        String model,
        String requestModel,
        @Nullable String responseId,
        String requestId,
        String seed,
        Usage usage,
        boolean observable) {

    /** Checks the arguments. */
    public BilledAnswer {
        requireNonNull(model, "model");
        requireNonNull(requestModel, "requestModel");
        requireNonNull(requestId, "requestId");
        requireNonNull(seed, "seed");
        requireNonNull(usage, "usage");
    }
}
