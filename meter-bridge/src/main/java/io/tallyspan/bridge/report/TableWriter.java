package io.tallyspan.bridge.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes aligned columns: texts to the left, numbers to the right, what is unknown as a dash. */
final class TableWriter {

    private static final String UNKNOWN = "-";
    private static final String GAP = "  ";

    private TableWriter() {}

    static void write(Report report, Appendable out) throws IOException {
        List<String> units = ReportFormat.units(report).stream()
                .filter(unit -> report.rows().stream().anyMatch(row -> row.unit(unit) != null))
                .toList();
        boolean priced = report.rows().stream().anyMatch(row -> row.cost() != null);
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(report.by());
        header.addAll(ReportFormat.COUNTS);
        header.addAll(units);
        if (priced) {
            header.addAll(List.of("cost", "currency"));
        }
        lines.add(header);
        for (ReportRow row : report.rows()) {
            List<String> cells = new ArrayList<>();
            report.by().forEach(dimension -> cells.add(text(row.dimension(dimension))));
            ReportFormat.counts(row).forEach(count -> cells.add(count.toString()));
            units.forEach(unit -> cells.add(text(ReportFormat.plain(row.unit(unit)))));
            if (priced) {
                cells.add(text(ReportFormat.plain(row.cost())));
                cells.add(text(row.currency()));
            }
            lines.add(cells);
        }
        print(lines, report.by().size(), priced ? header.size() - 1 : header.size(), out);
        if (report.rows().isEmpty()) {
            out.append("(no usage)").append(System.lineSeparator());
        }
    }

    /** Prints lines of equal length; columns from {@code firstNumber} until {@code afterNumbers} hold numbers. */
    private static void print(List<List<String>> lines, int firstNumber, int afterNumbers, Appendable out)
            throws IOException {
        int[] widths = IntStream.range(0, lines.get(0).size())
                .map(i -> lines.stream()
                        .mapToInt(line -> width(line.get(i)))
                        .max()
                        .orElse(0))
                .toArray();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - width(line.get(i)));
                boolean number = i >= firstNumber && i < afterNumbers;
                text.append(i == 0 ? "" : GAP).append(number ? padding + line.get(i) : line.get(i) + padding);
            }
            out.append(text.toString().stripTrailing()).append(System.lineSeparator());
        }
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Control characters would let a customer's name write over the terminal. */
    private static String text(@Nullable String text) {
        return text == null || text.isEmpty() ? UNKNOWN : text.replaceAll("\\p{C}", "?");
    }
}
