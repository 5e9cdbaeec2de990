package io.tallyspan.examples.stage;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Prints who spent what: a line for each customer, feature and model. {@code report} makes the same of any ledger. */
public final class UsageTable {

    /** Enough to tell small calls apart; the ledger has the exact amounts. */
    private static final int DIGITS = 6;

    private final Usage.Builder usage = Usage.builder();
    private final Set<String> events = new HashSet<>();
    private final Set<String> calls = new HashSet<>();
    private int reported;
    private int unpriced;
    private int withCost;
    private BigDecimal cost = BigDecimal.ZERO;

    private UsageTable() {}

    /** Prints a line for each customer, feature and model of these rows. */
    public static void print(List<LedgerRow> rows, PrintStream out) {
        Map<String, UsageTable> lines = new TreeMap<>();
        for (LedgerRow row : rows) {
            String key = String.format(Locale.ROOT, "%-10s %-10s %-28s", row.customer(), row.feature(), row.model());
            lines.computeIfAbsent(key, unused -> new UsageTable()).add(row);
        }
        out.printf(
                "%-10s %-10s %-28s %7s %7s %9s %9s %9s %9s %12s %9s%n",
                "customer",
                "feature",
                "model",
                "calls",
                "events",
                "reported",
                "input",
                "cached",
                "output",
                "USD",
                "unpriced");
        lines.forEach((key, line) -> line.print(key, out));
    }

    private void add(LedgerRow row) {
        calls.add(row.callId());
        if (row.eventId() != null && events.add(row.eventId())) {
            usage.add(row.usage());
            reported += row.isReported() ? 1 : 0;
            unpriced += row.cost() == null && !row.usage().isEmpty() ? 1 : 0;
            withCost += row.cost() == null ? 0 : 1;
            cost = row.cost() == null ? cost : cost.add(row.cost());
        }
    }

    private void print(String key, PrintStream out) {
        Usage sum = usage.build();
        out.printf(
                Locale.ROOT,
                "%s %7d %7d %9d %9s %9s %9s %12s %9d%n",
                key,
                calls.size(),
                events.size(),
                reported,
                count(sum, Unit.INPUT_TOKENS),
                count(sum, Unit.CACHE_READ_TOKENS),
                count(sum, Unit.OUTPUT_TOKENS),
                withCost == 0
                        ? "-"
                        : cost.setScale(DIGITS, RoundingMode.HALF_UP).toPlainString(),
                unpriced);
    }

    private static String count(Usage usage, Unit unit) {
        Long count = usage.get(unit);
        return count == null ? "-" : String.format(Locale.ROOT, "%,d", count);
    }
}
