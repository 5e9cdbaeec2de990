package io.tallyspan.config;

/** Which spelling of OpenTelemetry's GenAI conventions the {@code gen_ai.usage.*} mirror is written in. */
public enum SemconvDialect {
    /** {@code cache_read} and {@code cache_creation}: what back ends read today. */
    DEFAULT,
    /** {@code cache_read} and {@code cache_write}: what the conventions say now. */
    LATEST
}
