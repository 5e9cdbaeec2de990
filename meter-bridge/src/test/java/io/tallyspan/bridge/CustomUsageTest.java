package io.tallyspan.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.bridge.http.BridgeCounter;
import io.tallyspan.bridge.report.Report;
import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.bridge.report.ReportRow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application records beside its model calls, from {@code record} to the report. */
class CustomUsageTest {

    private static final String OWN = """
            {"version":"own-1","currency":"USD","custom":[{"each":{"gpu_minutes":"0.02"}}]}
            """;

    @TempDir
    Path data;

    private Path own = Path.of("own.json");

    @BeforeEach
    void writeList() throws Exception {
        own = Files.writeString(data.resolve("own.json"), OWN);
    }

    private void record(String customer, String... settings) throws Exception {
        try (Bridge bridge = Bridge.start(BridgeOptions.in(data).withHttpPort(0))) {
            var builder = Tallyspan.builder()
                    .set(
                            "otel.exporter.otlp.traces.endpoint",
                            bridge.tracesEndpoint().toString());
            for (int i = 0; i < settings.length; i += 2) {
                builder.set(settings[i], settings[i + 1]);
            }
            try (Tallyspan tallyspan = builder.build()) {
                try (AttributionScope run = tallyspan
                        .run("desk")
                        .customer(customer)
                        .feature("render")
                        .open()) {
                    tallyspan.record("gpu_minutes", new BigDecimal("0.1"), customer + " 1");
                    tallyspan.record("gpu_minutes", new BigDecimal("0.20"), customer + " 2");
                    tallyspan.record("gpu_minutes", new BigDecimal("0.2"), customer + " 2");
                    tallyspan.record("gpu_minutes", new BigDecimal("0.3"));
                }
                assertThat(tallyspan.flush(Duration.ofSeconds(10))).isTrue();
            }
            assertThat(bridge.counters().get(BridgeCounter.DEAD_LETTERS)).isZero();
        }
    }

    private ReportRow row(String customer) throws Exception {
        return Report.of(data, ReportQuery.by("customer")).rows().stream()
                .filter(row -> customer.equals(row.dimensions().get("customer")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itIsInTheReportOnceForEachKeyAtThePriceOfOnesOwn() throws Exception {
        record("acme", "tallyspan.prices.file", own.toString());

        assertThat(row("acme").unit("custom.gpu_minutes")).isEqualByComparingTo("0.6");
        assertThat(row("acme").cost()).isEqualByComparingTo("0.012");
        assertThat(row("acme").unpriced()).isZero();
    }

    @Test
    void itIsPricedAgain() throws Exception {
        record("acme");
        assertThat(row("acme").cost()).isNull();
        assertThat(row("acme").unpriced()).isEqualTo(3);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = Main.run(
                List.of("reprice", "--data", data.toString(), "--from", "2026-01-01", "--prices", own.toString()),
                new PrintStream(out, true, UTF_8),
                new PrintStream(out, true, UTF_8));

        assertThat(status).as(out.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains("3 events: 3 with another cost, 0 without a price, 0 left alone");
        assertThat(row("acme").cost()).isEqualByComparingTo("0.012");
    }
}
