package io.tallyspan.usage;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts by unit. A count that nobody stated is absent (null), never 0. Immutable.
 *
 * <p>{@link Unit#INPUT_TOKENS} includes cache reads and writes and {@link Unit#OUTPUT_TOKENS} includes reasoning, as
 * the OpenTelemetry GenAI conventions define them; readers normalise each provider's own arithmetic once. Parts are not
 * checked against their wholes: what a provider states is recorded as stated.
 */
@SuppressWarnings("EnumOrdinal") // an index into an array that never leaves this class
public final class Usage {

    private static final int UNITS = Unit.values().length;
    private static final long ABSENT = -1;

    /** What stands before a custom unit's name in {@code tallyspan.usage.<unit>}. */
    public static final String CUSTOM = "custom.";

    /** Usage of which nothing is known. */
    public static final Usage UNKNOWN = new Builder().build();

    /** By ordinal; fractional units hold the bits of a non-negative double, which are never negative as a long. */
    private final long[] counts;

    private final Map<String, Long> serverTools;
    private final Map<String, BigDecimal> custom;

    private Usage(long[] counts, Map<String, Long> serverTools, Map<String, BigDecimal> custom) {
        this.counts = counts;
        this.serverTools = serverTools;
        this.custom = custom;
    }

    /** The count of a whole-number unit, or null if nobody stated it. */
    public @Nullable Long get(Unit unit) {
        requireWhole(unit);
        long count = counts[unit.ordinal()];
        return count == ABSENT ? null : count;
    }

    /** The count of a fractional unit, or null if nobody stated it. */
    public @Nullable Double getFraction(Unit unit) {
        requireFractional(unit);
        long bits = counts[unit.ordinal()];
        return bits == ABSENT ? null : Double.longBitsToDouble(bits);
    }

    /** Whether anybody stated a quantity of this unit. */
    public boolean has(Unit unit) {
        return counts[unit.ordinal()] != ABSENT;
    }

    /** Whether nothing at all is known. */
    public boolean isEmpty() {
        return this.equals(UNKNOWN);
    }

    /** Uses of provider-billed tools by the tool's name, such as {@code web_search}; sorted, unmodifiable. */
    public Map<String, Long> serverTools() {
        return serverTools;
    }

    /**
     * What the application recorded beside its model calls, by the unit's name, such as {@code gpu_minutes}; sorted,
     * unmodifiable. Exact, without trailing zeros.
     */
    public Map<String, BigDecimal> custom() {
        return custom;
    }

    /** Passes every whole-number count that is known, server tools as {@code server_tool.<name>}, in a fixed order. */
    public void forEachCount(ObjLongConsumer<String> consumer) {
        for (Unit unit : Unit.values()) {
            if (!unit.isFractional() && has(unit)) {
                consumer.accept(unit.unitName(), counts[unit.ordinal()]);
            }
        }
        serverTools.forEach((tool, uses) -> consumer.accept("server_tool." + tool, uses));
    }

    /** A builder that starts with these counts. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        System.arraycopy(counts, 0, builder.counts, 0, UNITS);
        serverTools.forEach(builder::setServerTool);
        custom.forEach(builder::setCustom);
        return builder;
    }

    /** A builder that starts with nothing known. */
    public static Builder builder() {
        return new Builder();
    }

    private static void requireWhole(Unit unit) {
        if (unit.isFractional()) {
            throw new IllegalArgumentException(unit + " is fractional: use the methods for fractions");
        }
    }

    private static void requireFractional(Unit unit) {
        if (!unit.isFractional()) {
            throw new IllegalArgumentException(unit + " is counted in whole numbers");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Usage that
                && Arrays.equals(counts, that.counts)
                && serverTools.equals(that.serverTools)
                && custom.equals(that.custom);
    }

    @Override
    public int hashCode() {
        return (31 * Arrays.hashCode(counts) + serverTools.hashCode()) * 31 + custom.hashCode();
    }

    @Override
    public String toString() {
        Map<String, Object> shown = new TreeMap<>();
        forEachCount(shown::put);
        for (Unit unit : Unit.values()) {
            if (unit.isFractional() && has(unit)) {
                shown.put(unit.unitName(), Double.longBitsToDouble(counts[unit.ordinal()]));
            }
        }
        custom.forEach((unit, quantity) -> shown.put(CUSTOM + unit, quantity.toPlainString()));
        return "Usage" + shown;
    }

    /** Collects counts; the last value set for a unit wins. Not safe for use by several threads. */
    public static final class Builder {

        private long[] counts = new long[UNITS];
        /** Whether a result holds the array: then it is copied before the next change. */
        private boolean shared;

        private @Nullable TreeMap<String, Long> serverTools;
        private @Nullable TreeMap<String, BigDecimal> custom;

        private Builder() {
            Arrays.fill(counts, ABSENT);
        }

        /** Sets a whole-number count; negative counts are refused with an {@link IllegalArgumentException}. */
        public Builder set(Unit unit, long count) {
            requireWhole(unit);
            if (count < 0) {
                throw new IllegalArgumentException(unit.unitName() + " is negative: " + count);
            }
            ownCounts()[unit.ordinal()] = count;
            return this;
        }

        /** Sets a fractional quantity; negative or non-finite ones are refused. */
        public Builder setFraction(Unit unit, double quantity) {
            requireFractional(unit);
            if (!(quantity >= 0) || Double.isInfinite(quantity)) {
                throw new IllegalArgumentException(unit.unitName() + " is no quantity: " + quantity);
            }
            ownCounts()[unit.ordinal()] = Double.doubleToLongBits(quantity + 0.0);
            return this;
        }

        /** Sets the uses of a provider-billed tool. */
        public Builder setServerTool(String tool, long uses) {
            if (uses < 0) {
                throw new IllegalArgumentException("server_tool." + tool + " is negative: " + uses);
            }
            tools().put(requireNonNull(tool, "tool"), uses);
            return this;
        }

        /** Sets the exact quantity of a unit of the application's own; negative ones are refused. */
        public Builder setCustom(String unit, BigDecimal quantity) {
            if (quantity.signum() < 0) {
                throw new IllegalArgumentException(CUSTOM + unit + " is negative: " + quantity);
            }
            customs().put(requireNonNull(unit, "unit"), plain(quantity));
            return this;
        }

        /** Adds every known count of {@code usage} to what is here: the sums over billing lines. */
        public Builder add(Usage usage) {
            long[] sums = ownCounts();
            for (Unit unit : Unit.values()) {
                int i = unit.ordinal();
                if (usage.has(unit)) {
                    if (unit.isFractional()) {
                        double here = sums[i] == ABSENT ? 0 : Double.longBitsToDouble(sums[i]);
                        sums[i] = Double.doubleToLongBits(here + Double.longBitsToDouble(usage.counts[i]));
                    } else {
                        sums[i] = Math.addExact(sums[i] == ABSENT ? 0 : sums[i], usage.counts[i]);
                    }
                }
            }
            usage.serverTools.forEach((tool, uses) -> tools().merge(tool, uses, Math::addExact));
            usage.custom.forEach(
                    (unit, quantity) -> customs().merge(unit, quantity, (here, more) -> plain(here.add(more))));
            return this;
        }

        private long[] ownCounts() {
            if (shared) {
                counts = counts.clone();
                shared = false;
            }
            return counts;
        }

        /** Made when the first tool comes: most answers have none. */
        private Map<String, Long> tools() {
            if (serverTools == null) {
                serverTools = new TreeMap<>();
            }
            return serverTools;
        }

        private Map<String, BigDecimal> customs() {
            if (custom == null) {
                custom = new TreeMap<>();
            }
            return custom;
        }

        /** Equal quantities look alike. */
        private static BigDecimal plain(BigDecimal quantity) {
            BigDecimal stripped = quantity.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }

        /** Forgets what was stated for a unit. */
        public Builder clear(Unit unit) {
            ownCounts()[unit.ordinal()] = ABSENT;
            return this;
        }

        /** The counts so far. The builder can go on. */
        public Usage build() {
            shared = true;
            return new Usage(counts, copyOf(serverTools), copyOf(custom));
        }

        private static <V> Map<String, V> copyOf(@Nullable Map<String, V> map) {
            return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
        }
    }
}
