package io.tallyspan.runtime;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens when telemetry throws: nothing that the application could notice. It catches {@link Throwable},
 * rethrows only {@link VirtualMachineError} (a {@link StackOverflowError} excepted, which unwinding has already cured),
 * counts, and warns once for each place. A {@link LinkageError}, the sign of a library version that an integration does
 * not fit, also switches that place off. Safe for use by several threads.
 */
public final class Guard {

    private static final Logger LOGGER = Logger.getLogger("io.tallyspan");

    private final Counters counters;
    private final Consumer<Throwable> observer;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final Set<String> switchedOff = ConcurrentHashMap.newKeySet();

    /** A guard that counts into {@code counters}. */
    public Guard(Counters counters) {
        this(counters, unused -> {});
    }

    /**
     * As {@link #Guard(Counters)}, and shows each throwable to {@code observer}: the strict recorder of the test kit.
     */
    public Guard(Counters counters, Consumer<Throwable> observer) {
        this.counters = requireNonNull(counters, "counters");
        this.observer = requireNonNull(observer, "observer");
    }

    /** Code that may throw anything. */
    @FunctionalInterface
    public interface Action {
        /** Does the work. */
        void run() throws Throwable;
    }

    /** Code that gives a value and may throw anything. */
    @FunctionalInterface
    public interface Question<T> {
        /** Gives the value. */
        T ask() throws Throwable;
    }

    /** Code that may give a value and may throw anything. */
    @FunctionalInterface
    public interface OpenQuestion<T> {
        /** Gives the value, or null if there is none. */
        @Nullable
        T ask() throws Throwable;
    }

    /** Runs {@code action}; whatever it throws ends here. {@code place} names the piece of Tallyspan at work. */
    public void run(String place, Action action) {
        if (isOff(place)) {
            return;
        }
        try {
            action.run();
        } catch (Throwable t) {
            swallow(place, t);
        }
    }

    /** As {@link #run}, with a value: that of {@code fallback} if {@code question} throws or the place is off. */
    public <T> T ask(String place, Question<T> question, Supplier<T> fallback) {
        if (!isOff(place)) {
            try {
                return question.ask();
            } catch (Throwable t) {
                swallow(place, t);
            }
        }
        return fallback.get();
    }

    /** As {@link #run}, with a value: null if {@code question} throws or the place is off. */
    public <T> @Nullable T askOrNull(String place, OpenQuestion<T> question) {
        if (!isOff(place)) {
            try {
                return question.ask();
            } catch (Throwable t) {
                swallow(place, t);
            }
        }
        return null;
    }

    /** Whether a {@link LinkageError} has switched {@code place} off. */
    public boolean isOff(String place) {
        return !switchedOff.isEmpty() && switchedOff.contains(place);
    }

    /** For the few who had to catch by themselves: counts and warns, or rethrows what must not be kept back. */
    public void swallow(String place, Throwable t) {
        if (t instanceof VirtualMachineError fatal && !(t instanceof StackOverflowError)) {
            throw fatal;
        }
        if (t instanceof LinkageError) {
            switchedOff.add(place);
        }
        counters.add(Counter.GUARDED, place);
        try {
            observer.accept(t);
            if (warned.add(place)) {
                String consequence = t instanceof LinkageError
                        ? "; this integration is switched off, for the library's version does not fit"
                        : "; further ones are only counted";
                LOGGER.log(
                        Level.WARNING,
                        t,
                        () -> "Tallyspan kept an exception in " + place + " away from the application" + consequence);
            }
        } catch (RuntimeException | StackOverflowError broken) {
            counters.add(Counter.GUARDED, "guard");
        }
    }
}
