package io.tallyspan.examples.plainscopes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.bridge.report.Report;
import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.bridge.report.ReportRow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainScopesTest {

    @TempDir
    Path directory;

    @Test
    void everyCallIsAttributed() throws Exception {
        StringBuilder printed = new StringBuilder();
        Main.run(directory, printed);

        ReportQuery query = ReportQuery.by("customer", "feature", "step", "step_path", "quality");
        List<ReportRow> rows = Report.of(directory, query).rows();
        assertThat(rows).allMatch(row -> row.events() == 1);
        assertThat(rows)
                .extracting(row -> String.join(" ", row.dimensions().values()))
                .containsExactlyInAnyOrder(
                        "acme answers research research[delivery] reported",
                        "acme answers research research[prices] reported",
                        "acme answers write write reported",
                        "acme triage plan plan reported",
                        "globex answers research research[delivery] reported",
                        "globex answers research research[prices] reported",
                        "globex answers write write reported",
                        "globex triage plan plan reported");
        assertThat(printed).contains("acme", "globex", "research", "gpt-5-mini");
    }
}
