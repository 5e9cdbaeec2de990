package io.tallyspan.attribution;

import static java.util.Objects.requireNonNull;

/**
 * Where a call comes from, as read once when it starts. Immutable.
 *
 * @param attribution who spends
 * @param execution the execution that the call belongs to
 * @param scoped whether a scope or a trusted carrier said so; false for a call that is an execution of its own
 */
public record CallOrigin(Attribution attribution, Execution execution, boolean scoped) {

    /** Checks the arguments. */
    public CallOrigin {
        requireNonNull(attribution, "attribution");
        requireNonNull(execution, "execution");
    }
}
