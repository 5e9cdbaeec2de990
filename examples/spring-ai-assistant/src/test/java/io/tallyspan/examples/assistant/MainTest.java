package io.tallyspan.examples.assistant;

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

class MainTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path data;

    @Test
    void theBooksAgreeAndASecondRunIsAnotherBill() throws Exception {
        assertThat(run("--data", data.toString())).as(said()).isZero();

        assertThat(said()).contains("BOOKS = LEDGER", "chatted     acme");
        List<LedgerRow> first = LedgerRows.all(data);
        assertThat(first)
                .filteredOn(row -> row.customer().equals("acme"))
                .extracting(LedgerRow::stepPath)
                .contains("answer", "answer/findOrders", "summarize");
        assertThat(first).filteredOn(row -> row.status() == 429).hasSize(3);

        assertThat(run("--data", data.toString())).as(said()).isZero();
        assertThat(LedgerRows.all(data)).hasSize(2 * first.size());
    }

    @Test
    void helpIsPrinted() {
        assertThat(run("--help")).isZero();

        assertThat(said()).contains("usage: examples/spring-ai-assistant/run", "--keep");
    }

    private int run(String... args) {
        PrintStream stream = new PrintStream(printed, true, UTF_8);
        return Main.run(args, Map.of(), stream, stream);
    }

    private String said() {
        return printed.toString(UTF_8);
    }
}
