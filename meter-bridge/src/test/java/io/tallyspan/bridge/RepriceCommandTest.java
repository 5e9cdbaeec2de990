package io.tallyspan.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.bridge.report.Report;
import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.bridge.report.ReportRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger's events priced again. */
class RepriceCommandTest {

    private static final String OWN = """
            {"version":"own-1","currency":"EUR","providers":[{"id":"openai","models":[{"id":"gpt-4o-2024-08-06","prices":[
              {"per_million":{"input_tokens":"100000","output_tokens":"200000"},"each":{"server_tool.web_search":"7"}}]}]}]}
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path data;

    private String reprice(String... options) {
        List<String> all = new ArrayList<>(List.of("reprice", "--data", data.toString(), "--from", "2026-11-22"));
        all.addAll(List.of(options));
        out.reset();
        assertThat(Main.run(all, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)))
                .as(err.toString(UTF_8))
                .isZero();
        return out.toString(UTF_8);
    }

    private String withOwn() throws IOException {
        return reprice(
                "--prices", Files.writeString(data.resolve("own.json"), OWN).toString());
    }

    private void ingest(TestSpan... spans) throws Exception {
        try (Bridge bridge = Bridge.start(BridgeOptions.in(data).withHttpPort(0))) {
            assertThat(Sender.to(bridge).post(spans).statusCode()).isEqualTo(200);
        }
    }

    private List<ReportRow> rows(String... by) throws IOException {
        return Report.of(data, ReportQuery.by(by)).rows();
    }

    private static TestSpan openAi(String name) {
        return TestSpan.event(name).set("tallyspan.dialect", "openai");
    }

    @Test
    void whatHadNoPriceGetsOneAndTwiceIsOnce() throws Exception {
        ingest(openAi("a"), openAi("b"), TestSpan.attempt("c").set("tallyspan.dialect", "openai"));

        // 10 input and 5 output tokens each, at 2.5 and 10 dollars a million
        assertThat(reprice())
                .contains("2 events: 2 with another cost, 0 without a price, 0 left alone")
                .contains("USD: 0 before, 0.00015 now");
        ReportRow row = rows("customer").get(0);
        assertThat(row.cost()).isEqualByComparingTo("0.00015");
        assertThat(row.unpriced()).isZero();
        assertThat(row.unit("input_tokens")).isEqualByComparingTo("20");

        assertThat(reprice()).contains("2 events: 0 with another cost");
    }

    @Test
    void aListOfOnesOwnWinsAndTakingItAwayUndoesIt() throws Exception {
        ingest(openAi("a").set("tallyspan.usage.server_tool.web_search", 2));
        reprice();

        assertThat(withOwn()).contains("1 events: 1 with another cost").contains("EUR: 0 before, 16 now");
        assertThat(rows("customer").get(0).currency()).isEqualTo("EUR");
        assertThat(rows("customer").get(0).cost()).isEqualByComparingTo("16"); // 1 + 1 and 2 searches at 7

        assertThat(reprice()).contains("EUR: 16 before, 0 now");
        assertThat(rows("customer").get(0).currency()).isEqualTo("USD");
    }

    @Test
    void whatTheProviderChargedStays() throws Exception {
        ingest(openAi("a").cost("0.5", "USD").set("tallyspan.cost.source", "provider"));

        assertThat(reprice()).contains("USD: 0.5 before, 0.5 now");

        assertThat(rows("customer").get(0).cost()).isEqualByComparingTo("0.5");
    }

    @Test
    void everyBillingLineIsPricedAgain() throws Exception {
        ingest(openAi("a")
                .set(
                        "tallyspan.usage.lines",
                        "[{\"line\":0,\"type\":\"message\",\"model\":\"gpt-4o-2024-08-06\",\"usage\":{\"input_tokens\":4,"
                                + "\"output_tokens\":2}},{\"line\":1,\"type\":\"message\",\"model\":\"gpt-4o-2024-08-06\","
                                + "\"usage\":{\"input_tokens\":6,\"output_tokens\":3}}]"));

        assertThat(withOwn()).contains("EUR: 0 before, 2 now");
    }

    @Test
    void whatTheListsDoNotKnowIsNoLongerPriced() throws Exception {
        ingest(openAi("a")
                .set("gen_ai.request.model", "unheard-of")
                .set("gen_ai.response.model", "unheard-of")
                .cost("3", "USD"));

        assertThat(reprice())
                .contains("1 events: 1 with another cost, 1 without a price")
                .contains("USD: 3 before, 0 now");

        assertThat(rows("customer").get(0).cost()).isNull();
        assertThat(rows("customer").get(0).unpriced()).isEqualTo(1);
    }

    @Test
    void whatBeganBeforeOrIsNoModelCallIsLeftAlone() throws Exception {
        ingest(
                openAi("early").startingAt(TestSpan.START.minusSeconds(86_400)),
                openAi("late").startingAt(TestSpan.START.plusSeconds(86_400)),
                openAi("no-call").without("gen_ai.operation.name", "tallyspan.dialect"));

        assertThat(reprice("--to", "2026-11-23"))
                .contains("1 events: 0 with another cost, 0 without a price, 1 left alone");
    }

    @Test
    void manyEventsArePricedPageByPage() throws Exception {
        for (int batch = 0; batch < 3; batch++) {
            TestSpan[] spans = new TestSpan[400];
            for (int i = 0; i < spans.length; i++) {
                spans[i] = openAi(batch + "/" + i);
            }
            ingest(spans);
        }
        assertThat(reprice()).contains("1200 events: 1200 with another cost").contains("USD: 0 before, 0.09 now");
        assertThat(rows("customer").get(0).cost()).isEqualByComparingTo("0.09");
    }

    @Test
    void itIsRefusedWhileABridgeServes() throws Exception {
        ingest(openAi("a"));
        PrintStream errors = new PrintStream(err, true, UTF_8);
        try (Bridge bridge = Bridge.start(BridgeOptions.in(data).withHttpPort(0))) {
            assertThat(Main.run(List.of("reprice", "--data", data.toString(), "--from", "2026-11-22"), errors, errors))
                    .isEqualTo(Main.FAILED);
            assertThat(err.toString(UTF_8))
                    .contains("serves the data directory")
                    .contains("stop it");
            assertThat(bridge.report(ReportQuery.by("customer")).rows().get(0).cost())
                    .isNull();
        }
    }

    @Test
    void itIsAskedForWithATimeAndALedger() throws Exception {
        ingest(openAi("a"));
        PrintStream ignored = new PrintStream(err, true, UTF_8);
        assertThat(Main.run(List.of("reprice", "--data", data.toString()), ignored, ignored))
                .isEqualTo(Main.USAGE);
        assertThat(Main.run(
                        List.of("reprice", "--data", data.resolve("none").toString(), "--from", "2026-11-22"),
                        ignored,
                        ignored))
                .isEqualTo(Main.USAGE);
        assertThat(err.toString(UTF_8)).contains("--from").contains("there is no ledger in");
    }
}
