package io.tallyspan.bridge.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP advises:
 * customers and models are named by people outside.
 */
final class CsvWriter {

    private static final String LINE_END = "\r\n";
    private static final String FORMULA_STARTS = "=+-@\t\r\n";
    private static final String QUOTED = "\",\r\n'";

    private CsvWriter() {}

    static void write(Report report, Appendable out) throws IOException {
        List<String> units = ReportFormat.units(report);
        List<String> header = new ArrayList<>(report.by());
        header.addAll(ReportFormat.COUNTS);
        header.addAll(units);
        header.add("cost");
        header.add("currency");
        line(header.stream().map(CsvWriter::text).toList(), out);
        for (ReportRow row : report.rows()) {
            List<String> cells = new ArrayList<>();
            report.by().forEach(dimension -> cells.add(text(row.dimension(dimension))));
            ReportFormat.counts(row).forEach(count -> cells.add(count.toString()));
            units.forEach(unit -> cells.add(ReportFormat.plain(row.unit(unit))));
            cells.add(ReportFormat.plain(row.cost()));
            cells.add(text(row.currency()));
            line(cells, out);
        }
    }

    private static void line(List<String> cells, Appendable out) throws IOException {
        out.append(String.join(",", cells)).append(LINE_END);
    }

    static String text(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        String safe = FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quote = safe.chars().anyMatch(c -> QUOTED.indexOf(c) >= 0)
                || safe.charAt(0) == ' '
                || safe.charAt(safe.length() - 1) == ' ';
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
