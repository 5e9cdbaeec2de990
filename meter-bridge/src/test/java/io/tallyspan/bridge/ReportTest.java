package io.tallyspan.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.tallyspan.bridge.report.Report;
import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.bridge.report.ReportRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says, and how it is written. */
final class ReportTest {

    @TempDir
    Path data;

    private Bridge bridge;

    @BeforeEach
    void start() throws IOException {
        bridge = Bridge.start(BridgeOptions.in(data).withHttpPort(0));
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    private void ingest(TestSpan... spans) throws Exception {
        assertThat(Sender.to(bridge).post(spans).statusCode()).isEqualTo(200);
    }

    private List<ReportRow> by(String... dimensions) throws IOException {
        return bridge.report(ReportQuery.by(dimensions)).rows();
    }

    private String print(String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] arguments = new String[3 + options.length];
        System.arraycopy(new String[] {"report", "--data", data.toString()}, 0, arguments, 0, 3);
        System.arraycopy(options, 0, arguments, 3, options.length);
        int code = Main.run(List.of(arguments), new PrintStream(out, true, UTF_8), System.err);
        assertThat(code).isZero();
        return out.toString(UTF_8);
    }

    @Test
    void attemptsAreSharedOutOverCallsAndEvents() throws Exception {
        String call = "call-of-a";
        ingest(
                TestSpan.attempt("a1").set("tallyspan.call.id", call),
                TestSpan.event("a2").set("tallyspan.call.id", call).set("tallyspan.call.attempt", 2),
                TestSpan.event("b"));

        ReportRow row = by("customer").get(0);

        assertThat(row.events()).isEqualTo(2);
        assertThat(row.attempts()).isEqualTo(3);
        assertThat(row.calls()).isEqualTo(2);
        assertThat(row.unpriced()).isEqualTo(2);
        assertThat(row.unit("input_tokens")).isEqualByComparingTo("20");
        assertThat(row.cost()).isNull();
        assertThat(row.currency()).isNull();
    }

    @Test
    void whatNobodyStatesIsUnknownAndNotZero() throws Exception {
        ingest(TestSpan.event("a")
                .without("tallyspan.usage.output_tokens")
                .set("tallyspan.usage.cache_read_tokens", 0));

        ReportRow row = by("customer").get(0);
        assertThat(row.unit("output_tokens")).isNull();
        assertThat(row.unit("cache_read_tokens")).isZero();
        assertThat(print("--by", "customer", "--format", "json"))
                .contains("\"output_tokens\" : null")
                .contains("\"cache_read_tokens\" : 0")
                .contains("\"cost\" : null");
        assertThat(print("--by", "customer")).contains("cache_read_tokens").doesNotContain("output_tokens");
        assertThat(print("--by", "customer", "--format", "csv")).contains("\r\nacme,1,1,1,0,0,1,0,10,,0,,");
    }

    @Test
    void everyDimensionCanBeAskedFor() throws Exception {
        ingest(TestSpan.event("a")
                .set("user.id", "u-1")
                .set("tallyspan.tag.team", "blue")
                .set("tallyspan.price.speed", "fast")
                .set("tallyspan.dialect", "openai")
                .set("http.response.status_code", 200));

        ReportRow row = by(
                        "agent",
                        "attempt",
                        "attempt_source",
                        "call",
                        "conversation",
                        "customer",
                        "day",
                        "dialect",
                        "environment",
                        "error_type",
                        "event",
                        "execution",
                        "feature",
                        "hour",
                        "model",
                        "month",
                        "operation",
                        "outcome",
                        "price.speed",
                        "provider",
                        "quality",
                        "request_model",
                        "response_id",
                        "response_model",
                        "rule",
                        "run",
                        "server",
                        "service",
                        "status",
                        "step",
                        "step_path",
                        "tag.team",
                        "tag.none",
                        "tier",
                        "trace",
                        "user")
                .get(0);

        assertThat(row.dimension("model")).isEqualTo("gpt-4o-2024-08-06");
        assertThat(row.dimension("step_path")).isEqualTo("plan/write#2");
        assertThat(row.dimension("day")).isEqualTo("2026-11-22");
        assertThat(row.dimension("hour")).isEqualTo("2026-11-22T10:00Z");
        assertThat(row.dimension("tag.team")).isEqualTo("blue");
        assertThat(row.dimension("tag.none")).isNull();
        assertThat(row.dimension("price.speed")).isEqualTo("fast");
        assertThat(row.dimension("user")).isEqualTo("u-1");
        assertThat(row.dimension("status")).isEqualTo("200");
        assertThat(row.dimension("service")).isEqualTo("support-desk");
    }

    @Test
    void theModelIsThatOfTheRequestWhereNobodyAnswered() throws Exception {
        ingest(TestSpan.attempt("a").without("gen_ai.response.model"));

        assertThat(by("model").get(0).dimension("model")).isEqualTo("gpt-4o");
    }

    @Test
    void runsAndTimesAreFilters() throws Exception {
        ingest(
                TestSpan.event("a"),
                TestSpan.event("b").set("tallyspan.run.id", "run-2").startingAt(TestSpan.START.plusSeconds(86_400)),
                TestSpan.event("c").startingAt(TestSpan.START.plusSeconds(1)));

        assertThat(bridge.report(ReportQuery.by("run").ofRun("run-2")).rows()).hasSize(1);
        Instant from = TestSpan.START.plusSeconds(1);
        assertThat(bridge.report(new ReportQuery(List.of("customer"), null, from, null))
                        .rows()
                        .get(0)
                        .events())
                .isEqualTo(2);
        assertThat(bridge.report(new ReportQuery(List.of("customer"), null, null, from))
                        .rows()
                        .get(0)
                        .events())
                .as("--to is exclusive")
                .isEqualTo(1);
        assertThat(print("--by", "event", "--from", "2026-11-23", "--format", "csv"))
                .contains(TestSpan.eventId("b"))
                .hasLineCount(2);
        assertThat(print("--by", "event", "--run", "run-1", "--to", "2026-11-22T11:00:01+01:00", "--format", "csv"))
                .contains(TestSpan.eventId("a"))
                .hasLineCount(2);
        assertThat(print("--by", "event", "--run", "run-9", "--format", "json").strip())
                .isEqualTo("[ ]");
        assertThat(print("--by", "event", "--run", "run-9")).contains("(no usage)");
    }

    @Test
    void costsAreSummedExactly() throws Exception {
        ingest(
                TestSpan.event("a").cost("0.1", "USD"),
                TestSpan.event("b").cost("0.2", "USD"),
                TestSpan.event("c").cost("0.0000000000000000000001", "USD"),
                TestSpan.event("d"));

        ReportRow row = by("customer").get(0);

        assertThat(by("customer"))
                .as("what is unpriced stays with the one currency")
                .hasSize(1);
        assertThat(row.cost()).isEqualTo("0.3000000000000000000001");
        assertThat(row.currency()).isEqualTo("USD");
        assertThat(row.unpriced()).isEqualTo(1);
        assertThat(print("--by", "customer", "--format", "json"))
                .contains("\"cost\" : \"0.3000000000000000000001\"")
                .contains("\"currency\" : \"USD\"");
    }

    @Test
    void unknownUsageLacksNoPrice() throws Exception {
        String[] tokens = {"tallyspan.usage.input_tokens", "tallyspan.usage.output_tokens"};
        ingest(
                TestSpan.event("a").cost("0.1", "USD"),
                TestSpan.event("b"),
                TestSpan.event("c").without(tokens).set("tallyspan.quality", "unknown"),
                TestSpan.event("d").without(tokens).set("tallyspan.usage.server_tool.web_search", 2),
                TestSpan.event("e").without(tokens).cost("0.2", "USD"),
                TestSpan.attempt("f"));

        ReportRow row = by("customer").get(0);

        assertThat(row.events()).isEqualTo(5);
        assertThat(row.unpriced()).as("b, d").isEqualTo(2);
        assertThat(row.unknown()).as("c").isEqualTo(1);
        assertThat(print("--by", "customer", "--format", "json"))
                .contains("\"unpriced\" : 2")
                .contains("\"unknown\" : 1");
        assertThat(print("--by", "customer").lines().findFirst().orElseThrow()).matches(".* unpriced +unknown .*");
    }

    @Test
    void everyCurrencyIsARowAndTheRowsAddUp() throws Exception {
        ingest(
                TestSpan.event("a").cost("1", "USD"),
                TestSpan.event("b").cost("2", "EUR").set("tallyspan.usage.server_tool.web_search", 3),
                TestSpan.event("c"),
                TestSpan.event("d").set("tallyspan.customer.id", "zenith").cost("4", "EUR"),
                TestSpan.event("e").set("tallyspan.customer.id", "zenith"));

        List<ReportRow> rows = by("customer");

        assertThat(rows).extracting(ReportRow::currency).containsExactly(null, "EUR", "USD", "EUR");
        assertThat(rows).extracting(row -> row.dimension("customer")).containsExactly("acme", "acme", "acme", "zenith");
        assertThat(rows).extracting(ReportRow::events).containsExactly(1L, 1L, 1L, 2L);
        assertThat(rows.get(1).unit("server_tool.web_search")).isEqualByComparingTo("3");
        assertThat(rows.get(0).unit("server_tool.web_search")).isNull();
        assertThat(rows.get(3).cost()).isEqualByComparingTo("4");
    }

    @Test
    void fractionsAreSummedAsTheyPrint() throws Exception {
        ingest(
                TestSpan.event("a").set("tallyspan.usage.audio_seconds", 0.1),
                TestSpan.event("b").set("tallyspan.usage.audio_seconds", 0.2),
                TestSpan.event("c").set("tallyspan.usage.audio_seconds", 3));

        assertThat(by("customer").get(0).unit("audio_seconds")).isEqualByComparingTo("3.3");
    }

    @Test
    void jsonIsAnArrayOfFlatRows() throws Exception {
        ingest(TestSpan.event("a").set("tallyspan.customer.id", "\"quoted\" \u00e4\u4e2d"));

        try (JsonParser json = new JsonFactory().createParser(print("--by", "customer,user", "--format", "json"))) {
            int depth = 0;
            int deepest = 0;
            while (json.nextToken() != null) {
                depth += json.currentToken().isStructStart()
                        ? 1
                        : json.currentToken().isStructEnd() ? -1 : 0;
                deepest = Math.max(deepest, depth);
            }
            assertThat(deepest).isEqualTo(2);
        }
        assertThat(print("--by", "customer,user", "--format", "json"))
                .contains("\"customer\" : \"\\\"quoted\\\" \u00e4\u4e2d\"")
                .contains("\"user\" : null")
                .contains("\"events\" : 1,")
                .contains("\"input_tokens\" : 10,");
    }

    @Test
    void noCellIsAFormulaAndEveryCellIsOneCell() throws Exception {
        ingest(
                TestSpan.event("a").set("tallyspan.customer.id", "=cmd|' /C calc'!A0"),
                TestSpan.event("b").set("tallyspan.customer.id", "@SUM(1)"),
                TestSpan.event("c").set("tallyspan.customer.id", "a,\"b\"\nc"));

        assertThat(print("--by", "customer", "--format", "csv"))
                .contains("\r\n\"'=cmd|' /C calc'!A0\",1,")
                .contains("\r\n\"'@SUM(1)\",1,")
                .contains("\r\n\"a,\"\"b\"\"\nc\",1,");
    }

    @Test
    void theTableIsAlignedAndKeepsControlCharactersFromTheTerminal() throws Exception {
        ingest(
                TestSpan.event("a").set("tallyspan.customer.id", "b\u001b[31m").cost("1.5", "USD"),
                TestSpan.event("b")
                        .set("tallyspan.customer.id", "a-very-long-customer")
                        .cost("10.25", "USD"));

        String[] lines = print("--by", "customer").split(System.lineSeparator(), -1);

        assertThat(lines[0]).startsWith("customer              events");
        assertThat(lines[1]).startsWith("a-very-long-customer       1");
        assertThat(lines[2]).startsWith("b?[31m                     1");
        assertThat(lines[1]).endsWith("10.25  USD");
        assertThat(lines[2]).endsWith("  1.5  USD");
    }

    @Test
    void deadLettersAreMentioned() throws Exception {
        Sender.to(bridge).post(TestSpan.event("a").set("tallyspan.schema", 9));
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        Main.run(
                List.of("report", "--data", data.toString(), "--format", "json"),
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8));

        assertThat(err.toString(UTF_8)).contains("1 usage records break the schema");
        assertThat(Report.of(data, ReportQuery.by("run")).deadLetters()).isEqualTo(1);
    }
}
