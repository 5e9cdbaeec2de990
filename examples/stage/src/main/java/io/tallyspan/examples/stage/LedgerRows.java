package io.tallyspan.examples.stage;

import io.tallyspan.bridge.report.Report;
import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.bridge.report.ReportRow;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Asks a ledger for single attempts: a report by everything that tells them apart. */
public final class LedgerRows {

    private static final ReportQuery SINGLE = ReportQuery.by(
            "start",
            "event",
            "call",
            "attempt",
            "run",
            "execution",
            "customer",
            "feature",
            "step_path",
            "dialect",
            "model",
            "outcome",
            "status",
            "quality");

    private LedgerRows() {}

    /** The attempts of one run, in the order of their start. */
    public static List<LedgerRow> ofRun(Path data, String runId) throws IOException {
        return Report.of(data, SINGLE.ofRun(runId)).rows().stream()
                .map(LedgerRows::row)
                .toList();
    }

    /** The attempts of all runs, in the order of their start. */
    public static List<LedgerRow> all(Path data) throws IOException {
        return Report.of(data, SINGLE).rows().stream().map(LedgerRows::row).toList();
    }

    private static LedgerRow row(ReportRow row) {
        String status = row.dimension("status");
        return new LedgerRow(
                row.dimension("event"),
                text(row, "call"),
                Integer.parseInt(text(row, "attempt")),
                text(row, "run"),
                text(row, "execution"),
                text(row, "customer"),
                text(row, "feature"),
                text(row, "step_path"),
                text(row, "dialect"),
                text(row, "model"),
                Outcome.valueOf(text(row, "outcome").toUpperCase(Locale.ROOT)),
                status == null ? 0 : Integer.parseInt(status),
                Quality.valueOf(text(row, "quality").toUpperCase(Locale.ROOT)),
                usage(row),
                row.cost(),
                row.duplicates(),
                row.conflicts());
    }

    private static String text(ReportRow row, String dimension) {
        String value = row.dimension(dimension);
        if (value == null) {
            throw new IllegalStateException("the ledger has a row without " + dimension + ": " + row);
        }
        return value;
    }

    private static Usage usage(ReportRow row) {
        Usage.Builder usage = Usage.builder();
        for (Unit unit : Unit.values()) {
            BigDecimal count = row.unit(unit.unitName());
            if (count != null && !unit.isFractional()) {
                usage.set(unit, count.longValueExact());
            }
        }
        return usage.build();
    }
}
