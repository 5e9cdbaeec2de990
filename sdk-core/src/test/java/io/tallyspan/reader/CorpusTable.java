package io.tallyspan.reader;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts, by provider and endpoint, how many recordings were read as expected. Not safe for several threads. */
final class CorpusTable {

    /** How a recording was read. */
    enum Result {
        EQUAL,
        DIFFERS,
        NOT_SUPPORTED
    }

    private final String title;
    private final Map<String, Map<Result, Integer>> rows = new TreeMap<>();

    CorpusTable(String title) {
        this.title = title;
    }

    void add(Corpus.Entry entry, Result result) {
        rows.computeIfAbsent(entry.text("provider") + " " + entry.text("endpoint"), row -> new EnumMap<>(Result.class))
                .merge(result, 1, Integer::sum);
    }

    int total(Result result) {
        return rows.values().stream()
                .mapToInt(row -> row.getOrDefault(result, 0))
                .sum();
    }

    void print() {
        StringBuilder text = new StringBuilder();
        rows.forEach((row, results) -> line(
                text,
                row,
                results.getOrDefault(Result.EQUAL, 0),
                results.getOrDefault(Result.DIFFERS, 0),
                results.getOrDefault(Result.NOT_SUPPORTED, 0)));
        line(text, "all", total(Result.EQUAL), total(Result.DIFFERS), total(Result.NOT_SUPPORTED));
        System.out.print(text);
    }

    private void line(StringBuilder text, String row, int equal, int differ, int notSupported) {
        text.append(String.format(
                Locale.ROOT,
                "recorded traffic %s, %-48s %3d equal, %d differ, %d not supported%n",
                title,
                row,
                equal,
                differ,
                notSupported));
    }
}
