package io.tallyspan.examples.supportdesk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tallyspan.bridge.ledger.LedgerFile;
import io.tallyspan.examples.stage.LedgerRow;
import io.tallyspan.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test compares a run of the main job with the first one. */
class MainJobTest {

    private static final String RUN = "test";
    private static final String EXECUTION = "first";

    /** What must be the same whenever an execution is repeated; time, trace and duplicates are not in it. */
    private record Billed(
            @Nullable String eventId, String callId, int attempt, String stepPath, String customer, Usage usage) {}

    @TempDir
    static Path directory;

    private static String printed = "";
    private static int exitCode;

    @BeforeAll
    static void theFirstRun() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exitCode = run(out, directory.resolve("first"), EXECUTION, "--threads", "4");
        printed = out.toString(UTF_8);
    }

    @Test
    void theBooksAgree() throws Exception {
        assertThat(exitCode).as(printed).isZero();
        List<LedgerRow> rows = rows("first", EXECUTION);
        assertThat(printed)
                .contains("BOOKS = LEDGER: ")
                .contains("3 unobservable exchanges, each with its one row; " + rows.size() + " duplicates refused")
                .contains("researcher[shipping]")
                .contains("refund-specialist");
        assertThat(rows.stream().filter(row -> row.isEvent() && !row.isReported()))
                .as("the answer that each customer's timeout hid")
                .hasSize(3)
                .allMatch(row -> row.stepPath().equals("support/triage") && row.attempt() == 1);
        assertThat(rows.stream().filter(row -> !row.isEvent()))
                .as("the attempt of each customer that was refused with 429")
                .hasSize(3)
                .allMatch(row -> row.status() == 429);
        assertThat(rows).allMatch(row -> !row.customer().equals("unattributed"));
    }

    @Test
    void retriesAreAttemptsOfOneCall() throws Exception {
        Map<String, Set<Integer>> attempts = new TreeMap<>();
        for (LedgerRow row : rows("first", EXECUTION)) {
            if (row.stepPath().equals("support/triage") || row.stepPath().equals("support/researcher[shipping]")) {
                attempts.computeIfAbsent(row.callId(), unused -> new HashSet<>())
                        .add(row.attempt());
            }
        }
        assertThat(attempts.values()).containsOnly(Set.of(1, 2), Set.of(1));
        assertThat(attempts.values().stream().filter(Set.of(1, 2)::equals)).hasSize(6);
    }

    @Test
    void theSubAgentInTheSecondProcessBelongsToTheRun() throws Exception {
        List<LedgerRow> second = rows("first", EXECUTION).stream()
                .filter(row -> row.feature().equals("refunds"))
                .toList();
        assertThat(second)
                .extracting(LedgerRow::runId, LedgerRow::customer)
                .containsExactlyInAnyOrderElementsOf(Tickets.TODAY.stream()
                        .map(ticket -> tuple(
                                RUN + "-" + ticket.account().id(),
                                ticket.account().id()))
                        .toList());
        assertThat(second).allMatch(row -> row.stepPath().startsWith("support/refund-service/"));
    }

    @Test
    void aReplayAddsNoEvent_andFiftyThreadsMakeTheSameIds() throws Exception {
        Set<Billed> first = billed("first", EXECUTION);
        assertThat(run("fifty", EXECUTION, "--threads", "50")).isZero();
        assertThat(billed("fifty", EXECUTION)).isEqualTo(first);
        long events = events("fifty");
        assertThat(run("fifty", EXECUTION, "--threads", "1")).isZero();
        assertThat(events("fifty")).isEqualTo(events);
        assertThat(billed("fifty", EXECUTION)).isEqualTo(first);
    }

    @Test
    void aNewExecutionMakesNewEvents() throws Exception {
        long events = events("first");
        assertThat(run("first", "second")).isZero();
        assertThat(events("first")).isEqualTo(2 * events);
        Set<String> calls = new HashSet<>();
        rows("first", EXECUTION).forEach(row -> calls.add(row.callId()));
        assertThat(rows("first", "second")).hasSize(calls.size() + 6).noneMatch(row -> calls.contains(row.callId()));
    }

    @Test
    void withoutAnSdkTheUsageIsTheSame() throws Exception {
        assertThat(run("no-sdk", EXECUTION, "--no-sdk")).isZero();
        assertThat(billed("no-sdk", EXECUTION)).isEqualTo(billed("first", EXECUTION));
    }

    @Test
    void withASamplerThatDropsEveryTraceTheUsageIsTheSame() throws Exception {
        assertThat(runElsewhere("unsampled", "OTEL_TRACES_SAMPLER", "always_off"))
                .isZero();
        assertThat(billed("unsampled", EXECUTION)).isEqualTo(billed("first", EXECUTION));
    }

    @Test
    void withADisabledSdkTheUsageIsTheSame() throws Exception {
        assertThat(runElsewhere("disabled", "OTEL_SDK_DISABLED", "true")).isZero();
        assertThat(billed("disabled", EXECUTION)).isEqualTo(billed("first", EXECUTION));
    }

    @Test
    void booksThatDifferAreAFailure() throws Exception {
        Files.createDirectory(directory.resolve("forged"));
        Files.copy(LedgerFile.in(directory.resolve("first")), LedgerFile.in(directory.resolve("forged")));
        try (Connection ledger =
                        DriverManager.getConnection("jdbc:sqlite:" + LedgerFile.in(directory.resolve("forged")));
                Statement statement = ledger.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE usage SET output_tokens = output_tokens + 1 WHERE id ="
                            + " (SELECT min(id) FROM usage WHERE quality = 'reported')"))
                    .isOne();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(run(out, directory.resolve("forged"), EXECUTION)).isOne();
        assertThat(out.toString(UTF_8)).contains("BOOKS DIFFER").contains("the provider billed");
    }

    private static int run(String ledger, String execution, String... more) {
        return run(new ByteArrayOutputStream(), directory.resolve(ledger), execution, more);
    }

    private static int run(ByteArrayOutputStream out, Path data, String execution, String... more) {
        PrintStream stream = new PrintStream(out, true, UTF_8);
        return Main.run(arguments(data, execution, more).toArray(String[]::new), stream, stream);
    }

    /** In a process of its own, for the environment is read only there. */
    private static int runElsewhere(String ledger, String variable, String value) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments(directory.resolve(ledger), EXECUTION));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.redirectOutput(directory.resolve(ledger + ".txt").toFile());
        builder.environment().put(variable, value);
        return builder.start().waitFor();
    }

    private static List<String> arguments(Path data, String execution, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--data", data.toString(), "--run-id", RUN, "--execution-id", execution));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static Set<Billed> billed(String ledger, String execution) throws Exception {
        Set<Billed> billed = new HashSet<>();
        for (LedgerRow row : rows(ledger, execution)) {
            billed.add(new Billed(
                    row.eventId(), row.callId(), row.attempt(), row.stepPath(), row.customer(), row.usage()));
        }
        return billed;
    }

    private static List<LedgerRow> rows(String ledger, String execution) throws Exception {
        return JobIds.rows(directory.resolve(ledger), RUN, execution);
    }

    private static long events(String ledger) throws Exception {
        try (Connection connection = LedgerFile.openForReading(directory.resolve(ledger));
                Statement statement = connection.createStatement();
                var count = statement.executeQuery("SELECT count(*) FROM usage WHERE event_id IS NOT NULL")) {
            return count.getLong(1);
        }
    }
}
