package io.tallyspan.conformance.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.Tallyspan;
import io.tallyspan.bridge.Bridge;
import io.tallyspan.bridge.BridgeOptions;
import io.tallyspan.examples.stage.LedgerRow;
import io.tallyspan.examples.stage.LedgerRows;
import io.tallyspan.examples.stage.Proof;
import io.tallyspan.id.Dialect;
import io.tallyspan.langchain4j.TallyspanLangChain4j;
import io.tallyspan.testing.provider.BilledAnswer;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than two hundred calls for four customers at the same time: the ledger has what the providers' books have. */
class BooksTest {

    private static final List<String> CUSTOMERS = List.of("acme", "globex", "initech", "umbrella");

    private final BooksProviders providers = new BooksProviders();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        providers.close();
    }

    /** What a run left in the ledger, in the books, and in LangChain4j's own figures. */
    private record Ran(List<LedgerRow> rows, List<BilledAnswer> books, NaiveCount naive) {}

    /** What must not depend on timing. */
    private record Structure(
            String runId, String stepPath, String callId, int attempt, String eventId, String model, Outcome outcome) {}

    @Test
    void theLedgerHasWhatTheBooksHaveAndTimingChangesNothing() throws Exception {
        Ran first = run(1);
        Ran second = run(2);

        for (Ran ran : List.of(first, second)) {
            assertThat(ran.books().size()).isGreaterThanOrEqualTo(200);
            Proof proof = Proof.of(
                    ran.books(), ran.rows(), row -> Tagged.seed(row.customer(), row.feature(), withoutKeys(row)));
            assertThat(proof.differences()).isEmpty();
            assertThat(proof.unseen()).as("timeouts and cancels").isEqualTo(2 * CUSTOMERS.size());
        }
        assertThat(structure(second)).as("whatever the timing").containsExactlyElementsOf(structure(first));
        assertThat(first.rows())
                .extracting(LedgerRow::runId)
                .containsOnly("run-acme", "run-globex", "run-initech", "run-umbrella");
    }

    @Test
    void whatLangChain4jCountsItselfIsLess() throws Exception {
        Ran ran = run(3);

        Usage billed = sum(ran.books());
        Usage observable =
                sum(ran.books().stream().filter(BilledAnswer::observable).toList());
        NaiveCount.Sum results = ran.naive().ofResults();
        NaiveCount.Sum listener = ran.naive().ofListener();
        System.out.printf(
                "input and output tokens: billed %,d and %,d in %d answers, in the ledger %,d and %,d,"
                        + " a listener's %,d and %,d, the results' %,d and %,d%n",
                billed.get(Unit.INPUT_TOKENS),
                billed.get(Unit.OUTPUT_TOKENS),
                ran.books().size(),
                observable.get(Unit.INPUT_TOKENS),
                observable.get(Unit.OUTPUT_TOKENS),
                listener.input(),
                listener.output(),
                results.input(),
                results.output());
        assertThat(listener.input()).isLessThan(observable.get(Unit.INPUT_TOKENS));
        assertThat(listener.output()).isLessThanOrEqualTo(observable.get(Unit.OUTPUT_TOKENS));
        assertThat(results.input()).isLessThan(listener.input());
    }

    private static Usage sum(List<BilledAnswer> answers) {
        Usage.Builder sum = Usage.builder();
        answers.forEach(answer -> sum.add(answer.usage()));
        return sum.build();
    }

    private Ran run(long timing) throws Exception {
        Path data = directory.resolve("ledger-" + timing);
        NaiveCount naive = new NaiveCount();
        ExecutorService customers = Executors.newFixedThreadPool(CUSTOMERS.size());
        providers.begin(timing);
        try (Bridge bridge = Bridge.start(BridgeOptions.in(data).withHttpPort(0));
                Tallyspan tallyspan = Tallyspan.builder()
                        .host(providers.openAi().authority(), Dialect.OPENAI)
                        .host(providers.anthropic().authority(), Dialect.ANTHROPIC)
                        .set(
                                "otel.exporter.otlp.traces.endpoint",
                                bridge.endpoint().resolve("/v1/traces").toString())
                        .set("otel.exporter.otlp.traces.protocol", "http/protobuf")
                        .build();
                Newsroom newsroom = new Newsroom(
                        tallyspan, BooksModels.of(TallyspanLangChain4j.create(tallyspan), providers, naive), naive)) {
            List<Future<?>> all = new ArrayList<>();
            for (String customer : CUSTOMERS) {
                all.add(customers.submit(() -> {
                    newsroom.workFor(customer);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get(2, TimeUnit.MINUTES);
            }
            assertThat(tallyspan.flush(Duration.ofSeconds(20))).isTrue();
            return new Ran(LedgerRows.all(data), providers.billed(), naive);
        } finally {
            customers.shutdownNow();
        }
    }

    private static List<Structure> structure(Ran ran) {
        return ran.rows().stream()
                .map(row -> new Structure(
                        row.runId(),
                        row.stepPath(),
                        row.callId(),
                        row.attempt(),
                        Objects.requireNonNullElse(row.eventId(), "none"),
                        row.model(),
                        row.outcome()))
                .sorted(Comparator.comparing(Structure::toString))
                .toList();
    }

    /** The steps' names: {@code desk/fan/look} of {@code desk/fan/look[call_1]}, and {@code loop} of {@code loop#2}. */
    private static String withoutKeys(LedgerRow row) {
        return row.stepPath().replaceAll("\\[[^]]*]|#\\d+", "");
    }
}
