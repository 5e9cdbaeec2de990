package io.tallyspan.config;

/** A part of the attribution that the application's own spans receive inside an attribution scope. */
public enum SpanAttribute {
    /** {@code tallyspan.customer.id}. */
    CUSTOMER,
    /** {@code tallyspan.feature}. */
    FEATURE,
    /** {@code tallyspan.step}. */
    STEP,
    /** {@code tallyspan.run.id}. */
    RUN,
    /** {@code user.id}; off unless asked for. */
    USER
}
