package io.tallyspan.config;

/**
 * When usage spans mirror their counts as {@code gen_ai.usage.*}, which back ends add up over every span that has it.
 */
public enum GenAiUsage {
    /** Only where no GenAI span of somebody else covers the call. */
    AUTO,
    /** On every usage span that is a usage event. */
    ALWAYS,
    /** Nowhere. */
    NEVER
}
