package io.tallyspan.examples.stage;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.tallyspan.testing.provider.BilledAnswer;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How each example ends: everything is delivered a second time, the ledger is printed, and the books are held against
 * it.
 */
public final class Ending {

    /** Asks the ledger. */
    public interface Rows {
        /** The attempts that the example made, each run's in the order of their start. */
        List<LedgerRow> ask() throws IOException;
    }

    private Ending() {}

    /**
     * Prints one run as a tree, all of them as a table, and the proof.
     *
     * @param ledger what is asked before and after everything is delivered again
     * @param relay what has delivered it
     * @param books the lines of the fake providers' books
     * @param provable whether a row is of a fake provider: nobody can see the books of a real one
     * @param seed whose request a row was, in the words of {@link BilledAnswer#seed()}
     * @return whether the books agree, and what came twice is counted once
     */
    public static boolean show(
            Rows ledger,
            Relay relay,
            List<BilledAnswer> books,
            Predicate<LedgerRow> provable,
            Function<LedgerRow, String> seed,
            PrintStream out)
            throws IOException {
        List<LedgerRow> before = ledger.ask();
        int exports = relay.redeliver();
        List<LedgerRow> rows = ledger.ask();
        if (rows.isEmpty()) {
            out.println("the ledger has nothing");
            return false;
        }
        String run = longest(rows);
        out.println();
        out.println("One run, " + run + ", step by step:");
        out.println();
        RunTree.print(rows.stream().filter(row -> row.runId().equals(run)).toList(), out);
        out.println();
        out.println("All runs, by customer, feature and model:");
        out.println();
        UsageTable.print(rows, out);
        out.println();
        out.println(exports + " exports were delivered twice: " + before.size() + " rows before, " + rows.size()
                + " after");
        List<LedgerRow> provables = rows.stream().filter(provable).toList();
        if (provables.size() < rows.size()) {
            out.println(
                    (rows.size() - provables.size()) + " rows are of a real provider, whose books nobody here can see");
        }
        Proof proof = Proof.of(books, provables, seed);
        proof.differences().forEach(out::println);
        out.println(proof.line(rows.stream().mapToLong(LedgerRow::duplicates).sum()));
        return proof.holds() && before.size() == rows.size();
    }

    /** The run with the most rows. */
    private static String longest(List<LedgerRow> rows) {
        Map<String, Long> lengths = rows.stream().collect(groupingBy(LedgerRow::runId, LinkedHashMap::new, counting()));
        return Collections.max(lengths.entrySet(), Map.Entry.comparingByValue()).getKey();
    }
}
