package io.tallyspan.call;

import static java.util.Objects.requireNonNull;

import io.tallyspan.reader.ContentEncoding;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Logger;

/**
 * Counts answers of model calls whose content encoding nobody here can undo, and says once what would help. Safe for
 * use by several threads.
 */
public final class UnreadEncodings {

    private static final Logger LOGGER = Logger.getLogger("io.tallyspan");
    /** Encodings are named by servers, so there may be any number. */
    private static final int MOST_WARNINGS = 10;

    private final Counters counters;
    private final Consumer<String> warnings;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /** Counts there, and warns in the log. */
    public UnreadEncodings(Counters counters) {
        this(counters, LOGGER::warning);
    }

    /** Counts there, and warns by {@code warnings}. */
    public UnreadEncodings(Counters counters, Consumer<String> warnings) {
        this.counters = requireNonNull(counters, "counters");
        this.warnings = requireNonNull(warnings, "warnings");
    }

    void seen(ContentEncoding encoding) {
        String names = encoding.toString();
        counters.add(Counter.UNREAD_ENCODINGS, names);
        if (warned.size() < MOST_WARNINGS && warned.add(names)) {
            warnings.accept(
                    "the answer of a model call is encoded as '" + names + "', which cannot be undone here, so its"
                            + " usage is unknown; " + encoding.mend() + ". Further ones are only counted");
        }
    }
}
