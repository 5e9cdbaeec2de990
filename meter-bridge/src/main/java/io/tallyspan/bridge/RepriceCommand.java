package io.tallyspan.bridge;

import io.tallyspan.bridge.ledger.CostUpdater;
import io.tallyspan.bridge.ledger.LedgerFile;
import io.tallyspan.bridge.reprice.Repricer;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** {@code reprice}: prices the ledger's events again. */
final class RepriceCommand {

    private static final Set<String> OPTIONS = Set.of("data", "from", "to", "prices");

    private RepriceCommand() {}

    static int run(List<String> arguments, PrintStream out) throws IOException {
        CommandLine line = new CommandLine("reprice", arguments, OPTIONS);
        if (!line.has("from")) {
            throw new IllegalArgumentException(
                    "reprice needs --from, the time of the first call to price again: reprice --from 2026-11-01");
        }
        Instant from = Times.parse("from", line.get("from", ""));
        Instant to = line.has("to") ? Times.parse("to", line.get("to", "")) : null;
        Path data = Path.of(line.get("data", Main.DEFAULT_DATA));
        if (!Files.isRegularFile(LedgerFile.in(data))) {
            throw new IllegalArgumentException("there is no ledger in " + data.toAbsolutePath()
                    + ": give --data the directory that `serve` was given");
        }
        Repricer repricer =
                new Repricer(PriceCommand.book(line.has("prices") ? Path.of(line.get("prices", "")) : null));
        try (DataDirectory held = DataDirectory.lock(data)) {
            new CostUpdater(data, from, to).update(repricer::price);
        } catch (SQLException e) {
            throw new IOException("the ledger in " + data + " cannot be written: " + e.getMessage(), e);
        }
        out.printf(
                "%d events: %d with another cost, %d without a price, %d left alone%n",
                repricer.looked(), repricer.changed(), repricer.unpriced(), repricer.passedOver());
        Set<String> currencies = new TreeSet<>(repricer.before().keySet());
        currencies.addAll(repricer.after().keySet());
        for (String currency : currencies) {
            out.printf(
                    "%s: %s before, %s now%n",
                    currency, plain(repricer.before(), currency), plain(repricer.after(), currency));
        }
        return Main.OK;
    }

    private static String plain(SortedMap<String, BigDecimal> sums, String currency) {
        return sums.getOrDefault(currency, BigDecimal.ZERO).stripTrailingZeros().toPlainString();
    }
}
