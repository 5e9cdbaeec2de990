package io.tallyspan.bridge;

import io.tallyspan.bridge.ledger.LedgerFile;
import io.tallyspan.bridge.report.Nearest;
import io.tallyspan.bridge.report.Report;
import io.tallyspan.bridge.report.ReportFormat;
import io.tallyspan.bridge.report.ReportQuery;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code report}: prints who spent what. */
final class ReportCommand {

    private static final Set<String> OPTIONS = Set.of("data", "by", "run", "from", "to", "format");
    private static final String DEFAULT_BY = "customer,feature,model";

    private ReportCommand() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
        CommandLine line = new CommandLine("report", arguments, OPTIONS);
        Path data = Path.of(line.get("data", Main.DEFAULT_DATA));
        ReportFormat format = format(line.get("format", ReportFormat.TABLE.optionName()));
        ReportQuery query = new ReportQuery(
                Arrays.stream(line.get("by", DEFAULT_BY).split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                line.has("run") ? line.get("run", "") : null,
                time(line, "from"),
                time(line, "to"));
        if (!Files.isRegularFile(LedgerFile.in(data))) {
            throw new IllegalArgumentException("there is no ledger in " + data.toAbsolutePath()
                    + ": give --data the directory that `serve` was given");
        }
        Report report = Report.of(data, query);
        format.write(report, out);
        out.flush();
        if (report.deadLetters() > 0) {
            err.println("note: " + report.deadLetters()
                    + " usage records break the schema and are kept as dead letters; they are in no row");
        }
        return Main.OK;
    }

    private static ReportFormat format(String name) {
        return Arrays.stream(ReportFormat.values())
                .filter(format -> format.optionName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(unknownFormat(name)));
    }

    private static String unknownFormat(String name) {
        List<String> names = Arrays.stream(ReportFormat.values())
                .map(ReportFormat::optionName)
                .toList();
        return "unknown format \"" + name + "\": did you mean \"" + Nearest.to(name, names) + "\"? There are "
                + String.join(", ", names);
    }

    private static @Nullable Instant time(CommandLine line, String option) {
        if (!line.has(option)) {
            return null;
        }
        return Times.parse(option, line.get(option, ""));
    }
}
