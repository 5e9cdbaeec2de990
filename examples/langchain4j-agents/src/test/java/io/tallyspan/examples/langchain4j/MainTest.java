package io.tallyspan.examples.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.examples.stage.LedgerRow;
import io.tallyspan.examples.stage.LedgerRows;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path data;

    @Test
    void theBooksAgreeAndEveryStepIsWhereItBelongs() throws Exception {
        assertThat(run("--data", data.toString())).as(said()).isZero();

        assertThat(said()).contains("BOOKS = LEDGER", "briefed     acme");
        List<LedgerRow> rows = LedgerRows.all(data);
        assertThat(rows)
                .filteredOn(row -> row.customer().equals("acme"))
                .extracting(LedgerRow::stepPath)
                .contains(
                        "briefing/experts/market[market$0]",
                        "briefing/experts/market[market$0]/figures",
                        "briefing/chief",
                        "briefing/chief/draft",
                        "briefing/chief/critic",
                        "briefing/publish");
        assertThat(rows).filteredOn(row -> row.status() == 429).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "--provider,openai,OPENAI_API_KEY",
        "--provider,other,must be fake or openai",
        "--keep,,unknown option --keep"
    })
    void aWrongOptionIsExplained(String option, String value, String explanation) {
        assertThat(value == null ? run(option) : run(option, value)).isEqualTo(2);

        assertThat(said()).contains(explanation);
    }

    @Test
    void helpIsPrinted() {
        assertThat(run("--help")).isZero();

        assertThat(said())
                .contains("usage: examples/langchain4j-agents/run", "--data DIR")
                .doesNotContain("--keep");
    }

    private int run(String... args) {
        PrintStream stream = new PrintStream(printed, true, UTF_8);
        return Main.run(args, Map.of(), stream, stream);
    }

    private String said() {
        return printed.toString(UTF_8);
    }
}
