package io.tallyspan.reader;

import static java.util.Objects.requireNonNull;

import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer has said so far, or finally.
 *
 * @param usage the counts, normalised; sums over the lines where there are any. Figures that the provider marks as
 *     provisional are not in it
 * @param lines the billing lines, where there are several
 * @param usageFinal whether the usage is final. Before that (a stream between its start and its last usage) counts may
 *     still grow
 * @param terminated whether the answer reached its own end: the JSON document closed, the stream's last event came
 * @param responseId the response's id as its body gives it
 * @param responseModel the model that answered
 * @param serviceTier the tier that was used
 * @param priceDimensions what else decides the price: {@code speed}, {@code inference_geo}, ...
 * @param errorType the provider's type of an error in the body, whatever the status; null if there was none
 * @param responseStatus the status that the body gives a stored or background response, such as {@code queued}
 * @param background whether the body says that it is a background response
 * @param unreadable whether the bytes were not what the format promises
 */
public record Answer(
        Usage usage,
        List<UsageLine> lines,
        boolean usageFinal,
        boolean terminated,
        @Nullable String responseId,
        @Nullable String responseModel,
        @Nullable String serviceTier,
        Map<String, String> priceDimensions,
        @Nullable String errorType,
        @Nullable String responseStatus,
        boolean background,
        boolean unreadable) {

    /** An answer of which nothing was read. */
    public static final Answer NOTHING =
            new Answer(Usage.UNKNOWN, List.of(), false, false, null, null, null, Map.of(), null, null, false, false);

    /** Checks the arguments and copies the collections. */
    public Answer {
        requireNonNull(usage, "usage");
        lines = List.copyOf(lines);
        priceDimensions = Map.copyOf(priceDimensions);
    }

    /** The same answer with what the framing knows. */
    Answer framed(boolean hasTerminated, boolean isUnreadable) {
        return hasTerminated == terminated && isUnreadable == unreadable
                ? this
                : new Answer(
                        usage,
                        lines,
                        usageFinal,
                        hasTerminated,
                        responseId,
                        responseModel,
                        serviceTier,
                        priceDimensions,
                        errorType,
                        responseStatus,
                        background,
                        isUnreadable);
    }
}
