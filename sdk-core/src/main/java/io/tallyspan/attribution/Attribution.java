package io.tallyspan.attribution;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who spends, as read at one point of the program. Immutable.
 *
 * @param customerId the customer, or null if nobody said
 * @param feature the feature of the product, or null if nobody said
 * @param runId the run; never null, for a call outside any scope is a run of its own
 * @param executionId this process's opening of the run
 * @param step names of the steps, outermost first, joined by {@code /}; empty outside any step
 * @param stepPath as {@code step}, with ordinals and keys that tell siblings apart; empty outside any step
 * @param agentName the innermost agent, or null
 * @param userId the end user, or null
 * @param tags free tags; unmodifiable
 */
public record Attribution(
        @Nullable String customerId,
        @Nullable String feature,
        String runId,
        String executionId,
        String step,
        String stepPath,
        @Nullable String agentName,
        @Nullable String userId,
        Map<String, String> tags) {

    /** What stands in a dimension about which nobody said anything. */
    public static final String UNATTRIBUTED = "unattributed";

    /** Checks the arguments and copies the tags. */
    public Attribution {
        requireNonNull(runId, "runId");
        requireNonNull(executionId, "executionId");
        requireNonNull(step, "step");
        requireNonNull(stepPath, "stepPath");
        tags = Map.copyOf(tags);
    }
}
