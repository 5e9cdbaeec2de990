package io.tallyspan.call;

import static java.util.Objects.requireNonNull;

import io.tallyspan.price.Billable;
import io.tallyspan.price.PriceTemplate;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Logger;

/**
 * Counts events that no price is known for, and says once a model or unit what to write. Safe for use by several
 * threads.
 */
public final class UnpricedModels {

    private static final Logger LOGGER = Logger.getLogger("io.tallyspan");
    /** Models are named by requests, so there may be any number. */
    private static final int MOST_WARNINGS = 100;

    private final Counters counters;
    private final Consumer<String> warnings;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /** Counts there, and warns in the log. */
    public UnpricedModels(Counters counters) {
        this(counters, LOGGER::warning);
    }

    /** Counts there, and warns by {@code warnings}. */
    public UnpricedModels(Counters counters, Consumer<String> warnings) {
        this.counters = requireNonNull(counters, "counters");
        this.warnings = requireNonNull(warnings, "warnings");
    }

    void seen(Billable billable) {
        String model = PriceTemplate.modelOf(billable);
        String name = model == null ? "unknown" : model;
        counters.add(Counter.UNPRICED, name);
        if (warned.size() < MOST_WARNINGS && warned.add(billable.dialect().wireName() + '/' + name)) {
            warnings.accept("no price for model '" + name + "' of dialect '"
                    + billable.dialect().wireName() + "': its usage is recorded without a cost" + mend()
                    + PriceTemplate.of(billable));
        }
    }

    /** Usage beside model calls, of which at least one unit has no price. */
    void seen(Set<String> units) {
        String names = String.join(",", new TreeSet<>(units));
        counters.add(Counter.UNPRICED, names);
        if (warned.size() < MOST_WARNINGS && warned.add("custom/" + names)) {
            warnings.accept("no price for '" + names + "': it is recorded without a cost" + mend()
                    + PriceTemplate.ofCustom(units));
        }
    }

    private static String mend() {
        return "; to price it, write this, with its prices for the question marks, into the file that"
                + " tallyspan.prices.file names (docs/prices.md): ";
    }
}
