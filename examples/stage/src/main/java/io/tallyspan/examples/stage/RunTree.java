package io.tallyspan.examples.stage;

import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints one run: its steps as a tree, in each its calls, and of each call its attempts. */
public final class RunTree {

    private static final String LINE = "%-46s %-32s %8s %8s %8s%n";

    /** A step, or, where there are attempts, a call. */
    private record Node(String name, Map<String, Node> below, List<LedgerRow> attempts) {

        Node(String name) {
            this(name, new LinkedHashMap<>(), new ArrayList<>());
        }

        Node below(String key, String nameBelow) {
            return below.computeIfAbsent(key, unused -> new Node(nameBelow));
        }

        Usage total() {
            Usage.Builder total = Usage.builder();
            attempts.forEach(attempt -> total.add(attempt.usage()));
            below.values().forEach(node -> total.add(node.total()));
            return total.build();
        }
    }

    private final PrintStream out;

    private RunTree(PrintStream out) {
        this.out = out;
    }

    /** Prints these rows of one run, in their order. */
    public static void print(List<LedgerRow> rows, PrintStream out) {
        Node root = new Node(rows.get(0).runId());
        rows.forEach(row -> add(row, root));
        out.printf(LINE, "step", "attempt", "input", "cached", "output");
        new RunTree(out).print(root, "", "");
    }

    private static void add(LedgerRow row, Node root) {
        Node step = root;
        for (String name : row.stepPath().split("/", -1)) {
            step = step.below(name, name);
        }
        List<LedgerRow> attempts = step.below(row.callId(), row.model()).attempts();
        // A replay makes the attempts that were not billed once more: they have no id to be known by.
        if (attempts.stream().noneMatch(known -> known.attempt() == row.attempt())) {
            attempts.add(row);
        }
    }

    private void print(Node node, String first, String others) {
        if (node.attempts().isEmpty()) {
            print(first + node.name(), "", node.total(), true);
        }
        String name = node.name();
        for (LedgerRow attempt : node.attempts()) {
            print(name.isEmpty() ? others : first + name, what(attempt), attempt.usage(), attempt.isEvent());
            name = "";
        }
        for (Iterator<Node> below = node.below().values().iterator(); below.hasNext(); ) {
            Node next = below.next();
            boolean last = !below.hasNext();
            print(next, others + (last ? "└─ " : "├─ "), others + (last ? "   " : "│  "));
        }
    }

    private void print(String name, String what, Usage usage, boolean billed) {
        out.printf(
                LINE,
                name,
                what,
                billed ? count(usage, Unit.INPUT_TOKENS) : "-",
                billed ? count(usage, Unit.CACHE_READ_TOKENS) : "-",
                billed ? count(usage, Unit.OUTPUT_TOKENS) : "-");
    }

    private static String what(LedgerRow row) {
        String what = row.attempt() + (row.attempt() > 1 ? " (retry)" : "");
        if (row.outcome() == Outcome.OK) {
            return what + " ok";
        }
        String how = row.outcome() == Outcome.ERROR
                ? "refused with " + row.status()
                : row.outcome().wireName().replace('_', ' ');
        return what + ' ' + how + (row.isEvent() ? ", billed unseen" : ", not billed");
    }

    private static String count(Usage usage, Unit unit) {
        Long count = usage.get(unit);
        return count == null ? "?" : String.format(Locale.ROOT, "%,d", count);
    }
}
