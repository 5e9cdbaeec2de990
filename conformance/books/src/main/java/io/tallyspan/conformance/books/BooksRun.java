package io.tallyspan.conformance.books;

import io.tallyspan.Tallyspan;
import io.tallyspan.TallyspanBuilder;
import io.tallyspan.bridge.Bridge;
import io.tallyspan.bridge.BridgeOptions;
import io.tallyspan.examples.stage.LedgerRow;
import io.tallyspan.examples.stage.LedgerRows;
import io.tallyspan.examples.stage.Proof;
import io.tallyspan.id.Dialect;
import io.tallyspan.testing.provider.BilledAnswer;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a run of an application left in the ledger and in the books.
 *
 * @param rows the ledger's
 * @param books the providers'
 */
public record BooksRun(List<LedgerRow> rows, List<BilledAnswer> books) {

    /** Who asks. */
    public static final List<String> CUSTOMERS = List.of("acme", "globex", "initech", "umbrella");

    private static final Duration FLUSH = Duration.ofSeconds(20);

    /** An application that works for one customer after the other, or for several at a time. */
    public interface Application extends AutoCloseable {
        /** All that one customer asks for: one run. */
        void workFor(String customer) throws Exception;

        @Override
        void close();
    }

    /** Makes an application. */
    @FunctionalInterface
    public interface Factory {
        /** An application that is observed by what {@code builder} builds. */
        Application make(TallyspanBuilder builder) throws Exception;
    }

    /** What must not depend on timing. */
    public record Structure(
            String runId,
            String stepPath,
            String callId,
            int attempt,
            @Nullable String eventId,
            String model,
            Outcome outcome) {}

    /** Copies the lists. */
    public BooksRun {
        rows = List.copyOf(rows);
        books = List.copyOf(books);
    }

    /**
     * Lets an application work for all customers at the same time.
     *
     * @param timing other values make other orders of events
     * @param data where the ledger is kept
     */
    public static BooksRun of(long timing, ScriptedProviders providers, Path data, Factory application)
            throws Exception {
        ExecutorService customers = Executors.newFixedThreadPool(CUSTOMERS.size());
        providers.begin(timing);
        try (Bridge bridge = Bridge.start(BridgeOptions.in(data).withHttpPort(0))) {
            TallyspanBuilder builder = Tallyspan.builder()
                    .host(providers.openAi().authority(), Dialect.OPENAI)
                    .host(providers.anthropic().authority(), Dialect.ANTHROPIC)
                    .set(
                            "otel.exporter.otlp.traces.endpoint",
                            bridge.endpoint().resolve("/v1/traces").toString())
                    .set("otel.exporter.otlp.traces.protocol", "http/protobuf")
                    .set("tallyspan.shutdown-timeout", FLUSH.toSeconds() + "s");
            try (Application working = application.make(builder)) {
                List<Future<?>> all = new ArrayList<>();
                for (String customer : CUSTOMERS) {
                    all.add(customers.submit(() -> {
                        working.workFor(customer);
                        return null;
                    }));
                }
                for (Future<?> each : all) {
                    each.get(2, TimeUnit.MINUTES);
                }
            }
            return new BooksRun(LedgerRows.all(data), providers.billed());
        } finally {
            customers.shutdownNow();
        }
    }

    /** Holds the books against the ledger: per customer, feature, step and model, to the token. */
    public Proof proof() {
        return Proof.of(books, rows, Tag::of);
    }

    /** What must be the same whatever the timing, in an order of its own. */
    public List<Structure> structure() {
        return rows.stream()
                .map(row -> new Structure(
                        row.runId(),
                        row.stepPath(),
                        row.callId(),
                        row.attempt(),
                        row.eventId(),
                        row.model(),
                        row.outcome()))
                .sorted(Comparator.comparing(Structure::toString))
                .toList();
    }

    /** What was billed. */
    public Usage billed() {
        Usage.Builder sum = Usage.builder();
        books.forEach(answer -> sum.add(answer.usage()));
        return sum.build();
    }

    /** What of it reached the process, and so the ledger. */
    public Usage observable() {
        Usage.Builder sum = Usage.builder();
        books.stream().filter(BilledAnswer::observable).forEach(answer -> sum.add(answer.usage()));
        return sum.build();
    }
}
