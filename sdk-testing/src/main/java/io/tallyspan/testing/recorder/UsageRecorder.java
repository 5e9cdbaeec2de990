package io.tallyspan.testing.recorder;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.usage.UsageRecord;
import io.tallyspan.usage.UsageSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The strict sink. Register it with {@code @RegisterExtension} and pass it to Tallyspan as its sink; a test then fails
 * if
 *
 * <ul>
 *   <li>a record came that the test did not look at,
 *   <li>two records carry one event id,
 *   <li>a scope was left open, seen by the context that is current on the test's thread, and on every thread where the
 *       JVM runs with {@code -Dio.opentelemetry.context.enableStrictContext=true},
 *   <li>the guard kept a throwable back, or a record was dropped, in anything {@linkplain #watch watched} or logged.
 * </ul>
 *
 * <p>A test that provokes one of these says so: {@link #expectGuarded()}, {@link #expectDropped()},
 * {@link #expectDuplicates()}. Safe for use by several threads.
 */
public final class UsageRecorder implements UsageSink, BeforeEachCallback, AfterEachCallback {

    private final Duration patience;
    private final List<UsageRecord> records = new ArrayList<>();
    private final Set<UsageRecord> asserted = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Counters> watched = new ArrayList<>();
    private @Nullable LogCapture log;
    private boolean guardedExpected;
    private boolean droppedExpected;
    private boolean duplicatesExpected;

    /** A recorder that waits 10 s for what is to come. */
    public UsageRecorder() {
        this(Duration.ofSeconds(10));
    }

    /** A recorder that waits that long for what is to come. */
    public UsageRecorder(Duration patience) {
        this.patience = requireNonNull(patience, "patience");
    }

    @Override
    public synchronized void accept(UsageRecord record) {
        records.add(requireNonNull(record, "record"));
        notifyAll();
    }

    /** From now on these counters must show nothing guarded and nothing dropped. */
    public synchronized UsageRecorder watch(Counters counters) {
        watched.add(requireNonNull(counters, "counters"));
        return this;
    }

    /** This test provokes an exception inside Tallyspan: one must have been kept back, or the test fails. */
    public synchronized void expectGuarded() {
        guardedExpected = true;
    }

    /** This test provokes a loss: something must have been dropped, or the test fails. */
    public synchronized void expectDropped() {
        droppedExpected = true;
    }

    /** This test delivers an event twice: two records must carry one id, or the test fails. */
    public synchronized void expectDuplicates() {
        duplicatesExpected = true;
    }

    /** Waits for the only record there is to be, and looks at it. */
    public UsageRecordAssert awaitOne() {
        return new UsageRecordAssert(await(1).get(0));
    }

    /**
     * Waits until {@code count} records have come, and counts them as looked at. An {@link AssertionError} if there are
     * fewer when its patience ends, or more.
     */
    public synchronized List<UsageRecord> await(int count) {
        long end = System.nanoTime() + patience.toNanos();
        while (records.size() < count && System.nanoTime() < end) {
            try {
                wait(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for records", e);
            }
        }
        if (records.size() != count) {
            throw new AssertionError("expected " + count + " records, got " + records.size() + ": " + records);
        }
        return where(record -> true);
    }

    /** The records that satisfy the predicate so far, in the order in which they came; counts them as looked at. */
    public synchronized List<UsageRecord> where(Predicate<UsageRecord> predicate) {
        List<UsageRecord> found = records.stream().filter(predicate).toList();
        asserted.addAll(found);
        return found;
    }

    /** The records that are usage events so far; counts them as looked at. */
    public List<UsageRecord> events() {
        return where(UsageRecord::isEvent);
    }

    /** The attempts of one call so far; counts them as looked at. */
    public List<UsageRecord> ofCall(String callId) {
        return where(record -> record.attempt().callId().equals(callId));
    }

    /** Everything Tallyspan has logged in this test. */
    public synchronized LogCapture log() {
        return requireNonNull(log, "the recorder is no extension of this test: use @RegisterExtension");
    }

    @Override
    public synchronized void beforeEach(ExtensionContext context) {
        records.clear();
        asserted.clear();
        watched.clear();
        guardedExpected = false;
        droppedExpected = false;
        duplicatesExpected = false;
        log = new LogCapture();
    }

    @Override
    public synchronized void afterEach(ExtensionContext context) {
        LogCapture captured = log();
        captured.close();
        log = null;
        if (context.getExecutionException().isEmpty()) {
            verify(captured.throwables());
        }
    }

    private void verify(List<Throwable> logged) {
        List<String> faults = new ArrayList<>();
        for (UsageRecord record : records) {
            if (!asserted.contains(record)) {
                faults.add("nobody looked at " + record);
            }
        }
        boolean duplicates = hasDuplicates();
        if (duplicates != duplicatesExpected) {
            faults.add(duplicates ? "an event id came twice: " + records : "no event id came twice");
        }
        long guarded = sum(Counter.GUARDED);
        boolean kept = guarded > 0 || !logged.isEmpty();
        if (kept != guardedExpected) {
            faults.add(kept ? "kept back " + guarded + " throwables, logged " + logged : "nothing was kept back");
        }
        long dropped = sum(Counter.DROPPED);
        if (dropped > 0 != droppedExpected) {
            faults.add(dropped + " records were dropped");
        }
        leakedScopes(faults);
        if (!faults.isEmpty()) {
            throw new AssertionError("strict recorder: " + String.join("; ", faults));
        }
    }

    private boolean hasDuplicates() {
        Set<String> ids = new HashSet<>();
        for (UsageRecord record : records) {
            if (record.eventId() != null && !ids.add(record.eventId().value())) {
                return true;
            }
        }
        return false;
    }

    private long sum(Counter counter) {
        return watched.stream().mapToLong(counters -> counters.get(counter)).sum();
    }

    @SuppressWarnings("MustBeClosedChecker") // the scope under it is lost, so this one can never be closed in order
    private static void leakedScopes(List<String> faults) {
        leakedAnywhere(faults);
        if (Context.current() != Context.root()) {
            faults.add("a scope is still open on the test's thread: " + Context.current());
            // The next test must not suffer for it.
            Scope unused = Context.root().makeCurrent();
            leakedAnywhere(new ArrayList<>());
        }
    }

    /** OpenTelemetry's strict storage remembers every scope; closing it names those still open, and forgets them. */
    private static void leakedAnywhere(List<String> faults) {
        if (ContextStorage.get() instanceof AutoCloseable strict) {
            try {
                strict.close();
            } catch (AssertionError leaked) {
                faults.add("a scope was left open: " + leaked.getMessage());
            } catch (Exception e) {
                faults.add("the strict context storage is broken: " + e);
            }
        }
    }
}
