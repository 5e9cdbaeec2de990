package io.tallyspan.bridge.report;

import io.tallyspan.usage.Unit;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a report is written. */
public enum ReportFormat {
    /** Columns for a terminal; units that nobody states are left out. */
    TABLE {
        @Override
        public void write(Report report, Appendable out) throws IOException {
            TableWriter.write(report, out);
        }
    },
    /** An array of flat objects; what is unknown is null. */
    JSON {
        @Override
        public void write(Report report, Appendable out) throws IOException {
            JsonWriter.write(report, out);
        }
    },
    /** RFC 4180 with a header; what is unknown is empty, and no cell is a formula to a spreadsheet. */
    CSV {
        @Override
        public void write(Report report, Appendable out) throws IOException {
            CsvWriter.write(report, out);
        }
    };

    /** Writes a report, ending with a line break. */
    public abstract void write(Report report, Appendable out) throws IOException;

    /** The name on the command line. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The units of a report: those with a column of their own in the ledger, then all others that occur. */
    static List<String> units(Report report) {
        List<String> units =
                new ArrayList<>(Arrays.stream(Unit.values()).map(Unit::unitName).toList());
        Set<String> others = new TreeSet<>();
        report.rows().forEach(row -> others.addAll(row.units().keySet()));
        units.forEach(others::remove);
        units.addAll(others);
        return units;
    }

    /** The columns between the dimensions and the units. */
    static final List<String> COUNTS =
            List.of("events", "attempts", "calls", "duplicates", "conflicts", "unpriced", "unknown");

    /** What stands in {@link #COUNTS}. */
    static List<Long> counts(ReportRow row) {
        return List.of(
                row.events(),
                row.attempts(),
                row.calls(),
                row.duplicates(),
                row.conflicts(),
                row.unpriced(),
                row.unknown());
    }

    static String plain(@Nullable BigDecimal number) {
        return number == null ? "" : number.toPlainString();
    }
}
