package io.tallyspan.attribution;

import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about attribution. Immutable.
 *
 * @param defaultCustomer the customer of calls about which nobody says anything; null leaves them unattributed
 * @param defaultFeature the feature of calls about which nobody says anything; null leaves them unattributed
 * @param trustInboundTrace whether the id of a trace that another process began may become a run id. Only where every
 *     caller is trusted: one that picks its own {@code traceparent} could merge its run with another customer's.
 */
public record AttributionSettings(
        @Nullable String defaultCustomer, @Nullable String defaultFeature, boolean trustInboundTrace) {

    /** No defaults, and no trust in other people's traces. */
    public static final AttributionSettings DEFAULTS = new AttributionSettings(null, null, false);

    /** Checks that a default, where there is one, says something. */
    public AttributionSettings {
        requireText(defaultCustomer, "the default customer");
        requireText(defaultFeature, "the default feature");
    }

    private static void requireText(@Nullable String value, String what) {
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException(
                    what + " is blank: give it a value, or leave it out to have such calls exported as "
                            + Attribution.UNATTRIBUTED);
        }
    }
}
