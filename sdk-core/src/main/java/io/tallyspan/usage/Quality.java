package io.tallyspan.usage;

import java.util.Locale;

/** How good a record's figures are, best first: {@code REPORTED > PARTIAL > ESTIMATED > UNKNOWN}. */
public enum Quality {
    /** The provider stated every count that the operation bills, finally. */
    REPORTED,
    /** Cut after the provider had stated some of them. */
    PARTIAL,
    /** Counted locally. */
    ESTIMATED,
    /** Nobody stated anything. */
    UNKNOWN;

    /** The value of {@code tallyspan.usage.quality}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this is better than {@code other}. */
    public boolean isBetterThan(Quality other) {
        return compareTo(other) < 0;
    }
}
