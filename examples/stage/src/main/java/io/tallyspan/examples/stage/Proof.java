package io.tallyspan.examples.stage;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.toMap;

import io.tallyspan.id.Dialect;
import io.tallyspan.id.EventIds;
import io.tallyspan.testing.provider.BilledAnswer;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Holds the provider's books against the ledger: every answer whose figures reached the process is an event with just
 * these figures, every other billed answer is one event without them, and there is no event beside.
 *
 * @param differences what does not agree, for people; empty if all does
 * @param answers billed answers whose figures reached the process
 * @param unseen billed answers whose figures did not
 * @param total what the former cost by the provider's books
 */
public record Proof(List<String> differences, int answers, int unseen, Usage total) {

    /** Copies the differences. */
    public Proof {
        differences = List.copyOf(differences);
    }

    /**
     * A proof of these books.
     *
     * @param rows those of the executions that the books are about
     * @param seed whose request a row was, in the words of {@link BilledAnswer#seed()}
     */
    public static Proof of(List<BilledAnswer> books, List<LedgerRow> rows, Function<LedgerRow, String> seed) {
        List<String> differences = new ArrayList<>();
        Map<String, BilledAnswer> observable =
                books.stream().filter(BilledAnswer::observable).collect(toMap(Proof::eventId, answer -> answer));
        Map<String, LedgerRow> reported =
                rows.stream().filter(LedgerRow::isReported).collect(toMap(row -> "" + row.eventId(), row -> row));
        Usage.Builder total = Usage.builder();
        observable.forEach((id, answer) -> {
            total.add(answer.usage());
            LedgerRow row = reported.get(id);
            if (row == null) {
                differences.add("the provider billed " + answer.usage() + " to " + answer.seed() + " (" + answer.model()
                        + "), and the ledger has no reported event " + id);
            } else if (!row.usage().equals(answer.usage())) {
                differences.add(
                        "event " + id + ": the provider billed " + answer.usage() + ", the ledger has " + row.usage());
            } else if (!seed.apply(row).equals(answer.seed())) {
                differences.add(
                        "event " + id + ": it was " + answer.seed() + " who asked, the ledger says " + seed.apply(row));
            } else if (!row.model().equals(answer.model())) {
                differences.add("event " + id + ": " + answer.model() + " answered, the ledger says " + row.model());
            }
        });
        reported.forEach((id, row) -> {
            if (!observable.containsKey(id)) {
                differences.add(
                        "the ledger has event " + id + " of " + seed.apply(row) + ", and the provider has no answer");
            }
        });
        Map<String, Integer> unseen = new TreeMap<>();
        books.stream()
                .filter(answer -> !answer.observable())
                .forEach(answer -> unseen.merge(answer.seed(), 1, Integer::sum));
        Map<String, Integer> belowReported = new TreeMap<>();
        rows.stream()
                .filter(row -> row.isEvent() && !row.isReported())
                .forEach(row -> belowReported.merge(seed.apply(row), 1, Integer::sum));
        if (!unseen.equals(belowReported)) {
            differences.add(
                    "exchanges that were billed unseen: " + unseen + "; events below reported: " + belowReported);
        }
        rows.stream()
                .filter(row -> row.conflicts() > 0)
                .forEach(row -> differences.add("event " + row.eventId() + " came with two different bills"));
        int hidden = unseen.values().stream().mapToInt(Integer::intValue).sum();
        return new Proof(differences, observable.size(), hidden, total.build());
    }

    /** Whether the books agree. */
    public boolean holds() {
        return differences.isEmpty();
    }

    /** The event id that any observer of this answer has to come to. */
    private static String eventId(BilledAnswer answer) {
        return answer.responseId() != null
                ? EventIds.response(answer.responseId())
                : EventIds.request(Dialect.OPENAI, answer.requestId());
    }

    /** The proof in a line; {@code duplicates}: how many deliveries the ledger refused. */
    public String line(long duplicates) {
        return String.format(
                Locale.ROOT,
                "%s: %d answers, %,d input and %,d output tokens by the provider's books and by the ledger's reported"
                        + " rows; %d unobservable exchanges, each with its one row; %d duplicates refused",
                holds() ? "BOOKS = LEDGER" : "BOOKS DIFFER",
                answers,
                requireNonNullElse(total.get(Unit.INPUT_TOKENS), 0L),
                requireNonNullElse(total.get(Unit.OUTPUT_TOKENS), 0L),
                unseen,
                duplicates);
    }
}
